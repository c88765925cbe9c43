/** An API of versioned notes on a whole server, asked over HTTP as devices do. */

import { type Backends, openBackends } from "./backends.ts";
import { outputsOf } from "./outputs.ts";
import type { RunningServer } from "./server.ts";

export type Strategy = "OPTIMISTIC_CONCURRENCY" | "AUTOMERGE" | "LAMBDA";

export const notesSdl = `type Note @model @auth(rules: [{ allow: public }]) {
  id: ID!
  title: String
  body: String
  count: Int
  tags: [String]
  place: Place
}
type Place { town: String street: String }`;

export const noteFields = "id title body count tags place { town street } _version _deleted _lastChangedAt";

/** A record as sync, mutations and subscriptions give it. */
export interface Note {
  readonly id: string;
  readonly _version: number;
  readonly _deleted: boolean | null;
  readonly _lastChangedAt: number;
  readonly [field: string]: unknown;
}

export interface NotesApi {
  readonly apiId: string;
  readonly key: string;
}

export interface NotesAnswer {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly errorType?: string; readonly message: string; readonly data?: unknown }[];
}

export interface SyncPage {
  readonly items: readonly Note[];
  readonly nextToken: string | null;
  readonly startedAt: number;
}

/** Makes the app and its API. The answer stays true across restarts of the server. */
export async function makeNotes(backends: Backends, appId: string, ResolutionStrategy: Strategy): Promise<NotesApi> {
  await backends.backend(appId);
  const outputs = await backends.api(appId, {
    ApiName: appId,
    TransformSchema: notesSdl,
    DefaultAuthType: { Mode: "API_KEY" },
    ConflictResolution: { ResolutionStrategy },
  });
  return { apiId: outputs["GraphQLAPIIdOutput"] ?? "", key: outputs["GraphQLAPIKeyOutput"] ?? "" };
}

/** The API as the environment has it now. */
export async function findNotes(server: RunningServer, appId: string): Promise<NotesApi> {
  const backends = openBackends(server);
  const outputs = await outputsOf(backends.client, "api", appId);
  backends.close();
  return { apiId: outputs?.["GraphQLAPIIdOutput"] ?? "", key: outputs?.["GraphQLAPIKeyOutput"] ?? "" };
}

/** Throws when there is no answer. @param url of the server */
export async function askNotes(
  url: string,
  { apiId, key }: NotesApi,
  query: string,
  variables: object = {},
): Promise<NotesAnswer> {
  const headers = { "content-type": "application/json", "x-api-key": key };
  const body = JSON.stringify({ query, variables });
  const answer = await fetch(`${url}/graphql/${apiId}`, { method: "POST", headers, body });
  if (answer.status !== 200) throw new Error(`HTTP ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as NotesAnswer;
}

export const mutationOf = (operation: "create" | "update" | "delete"): string => {
  const name = `${operation}Note`;
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
  return `mutation ($input: ${type}) { ${name}(input: $input) { ${noteFields} } }`;
};

export const getNote = `query ($id: ID!) { getNote(id: $id) { ${noteFields} } }`;

export const syncNotes = `query ($lastSync: AWSTimestamp, $nextToken: String, $limit: Int) {
  syncNotes(lastSync: $lastSync, nextToken: $nextToken, limit: $limit) {
    items { ${noteFields} }
    nextToken
    startedAt
  }
}`;

/** One page. Throws what the server refuses. */
export async function syncPage(url: string, api: NotesApi, variables: object): Promise<SyncPage> {
  const { data, errors } = await askNotes(url, api, syncNotes, variables);
  if (errors !== undefined) throw new Error(errors[0]?.message);
  return data?.["syncNotes"] as SyncPage;
}

/** Every record the server has, deleted ones too, by id. */
export async function allNotes(url: string, api: NotesApi): Promise<ReadonlyMap<string, Note>> {
  const found = new Map<string, Note>();
  let nextToken: string | null = null;
  do {
    const page: SyncPage = await syncPage(url, api, { lastSync: 0, limit: 1000, nextToken });
    for (const note of page.items) found.set(note.id, note);
    ({ nextToken } = page);
  } while (nextToken !== null);
  return found;
}
