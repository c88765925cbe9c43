/** The mixed jobs of the crash test: random control-plane calls and GraphQL writes, remembering only what the server acknowledged. */

import {
  AmplifyBackendClient,
  CloneBackendCommand,
  CreateBackendAPICommand,
  CreateBackendCommand,
  DeleteBackendAPICommand,
  DeleteBackendCommand,
  GenerateBackendAPIModelsCommand,
  RemoveAllBackendsCommand,
  UpdateBackendAPICommand,
} from "@aws-sdk/client-amplifybackend";
import { apiOf } from "../support/outputs.ts";
import type { RunningServer } from "../support/server.ts";

const OPEN = "input AMPLIFY { globalAuthRule: AuthRule = { allow: public } }\n";
const SCHEMAS = [
  `${OPEN}type Note @model { id: ID! text: String! }`,
  `${OPEN}type Note @model { id: ID! text: String! stars: Int }`,
  `${OPEN}type Note @model { id: ID! text: String! stars: Int tags: [String] }\ntype Tag @model { id: ID! name: String }`,
];

/** A job the server answered with an id. */
export interface AcknowledgedJob {
  readonly appId: string;
  readonly environment: string;
  readonly jobId: string;
  readonly operation: string;
}

/** A record whose createNote answered with data. */
export interface AcknowledgedRecord {
  readonly endpointPath: string;
  readonly apiKey: string;
  readonly id: string;
  readonly text: string;
}

export interface Acknowledged {
  readonly jobs: AcknowledgedJob[];
  readonly records: AcknowledgedRecord[];
}

/** Deterministic randomness, so that a seed names a run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function clientOf(server: RunningServer): AmplifyBackendClient {
  return new AmplifyBackendClient({
    endpoint: server.url,
    region: "us-east-1",
    credentials: server.accessKey,
    maxAttempts: 1,
  });
}

interface JobAnswer {
  readonly AppId?: string | undefined;
  readonly BackendEnvironmentName?: string | undefined;
  readonly JobId?: string | undefined;
}

type Call = (client: AmplifyBackendClient, appId: string, environment: string) => Promise<JobAnswer>;

const api = (schema: string | undefined) => ({
  ApiName: "notes",
  Service: "AppSync",
  TransformSchema: schema,
  DefaultAuthType: { Mode: "API_KEY" as const },
});

function calls(random: () => number): readonly (readonly [weight: number, operation: string, call: Call])[] {
  const schema = (): string | undefined => SCHEMAS[Math.floor(random() * SCHEMAS.length)];
  const here = (AppId: string, BackendEnvironmentName: string) => ({ AppId, BackendEnvironmentName });
  const named = (a: string, e: string) => ({ ...here(a, e), ResourceName: "notes" });
  return [
    [5, "CreateBackend", (c, a, e) => c.send(new CreateBackendCommand({ ...here(a, e), AppName: `app ${a}` }))],
    [
      5,
      "CreateBackendAPI",
      (c, a, e) => c.send(new CreateBackendAPICommand({ ...named(a, e), ResourceConfig: api(schema()) })),
    ],
    [
      3,
      "UpdateBackendAPI",
      (c, a, e) =>
        c.send(new UpdateBackendAPICommand({ ...named(a, e), ResourceConfig: { TransformSchema: schema() } })),
    ],
    [2, "GenerateBackendAPIModels", (c, a, e) => c.send(new GenerateBackendAPIModelsCommand(named(a, e)))],
    [1, "DeleteBackendAPI", (c, a, e) => c.send(new DeleteBackendAPICommand(named(a, e)))],
    [
      1,
      "CloneBackend",
      (c, a, e) =>
        c.send(new CloneBackendCommand({ ...here(a, e), TargetEnvironmentName: `copy${Math.floor(random() * 2)}` })),
    ],
    [1, "DeleteBackend", (c, a, e) => c.send(new DeleteBackendCommand(here(a, e)))],
    [
      0.3,
      "RemoveAllBackends",
      (c, a) => c.send(new RemoveAllBackendsCommand({ AppId: a, CleanAmplifyApp: random() < 0.5 })),
    ],
  ];
}

async function writeRecord(
  server: RunningServer,
  client: AmplifyBackendClient,
  app: string,
  environment: string,
  text: string,
) {
  const found = await apiOf(client, app, environment);
  if (!found) return undefined;
  const query = "mutation M($input: CreateNoteInput!) { createNote(input: $input) { id text } }";
  const answer = await fetch(server.url + found.path, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": found.key },
    body: JSON.stringify({ query, variables: { input: { text } } }),
  });
  const body = (await answer.json()) as { data?: { createNote?: { id: string } | null } | null };
  const id = body.data?.createNote?.id;
  return id ? { endpointPath: found.path, apiKey: found.key, id, text } : undefined;
}

/** Keeps calling until `stopped`; refusals and cut connections are expected, only acknowledgements are kept. */
export async function work(
  server: RunningServer,
  random: () => number,
  acknowledged: Acknowledged,
  stopped: () => boolean,
): Promise<void> {
  const client = clientOf(server);
  const choices = calls(random);
  const total = choices.reduce((sum, [weight]) => sum + weight, 0);
  while (!stopped()) {
    const appId = `dcrash${Math.floor(random() * 4)}`;
    const environment = ["dev", "staging", "copy0"][Math.floor(random() * 3)] ?? "dev";
    try {
      if (random() < 0.4) {
        const record = await writeRecord(server, client, appId, environment, `note ${random()}`);
        if (record) acknowledged.records.push(record);
        continue;
      }
      let point = random() * total;
      const chosen = choices.find(([weight]) => (point -= weight) < 0);
      if (!chosen) continue;
      const [, operation, call] = chosen;
      const answer = await call(client, appId, environment);
      acknowledged.jobs.push({
        appId,
        environment: answer.BackendEnvironmentName || environment,
        jobId: answer.JobId ?? "",
        operation,
      });
    } catch {
      // A refusal (busy lane, missing resource) or the kill itself: nothing was acknowledged.
    }
  }
  client.destroy();
}
