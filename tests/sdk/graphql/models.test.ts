/** GenerateBackendAPIModels and GetBackendAPIModels through the AWS SDK on a whole server, and what Amplify's clients make of the result. */

import { setTimeout as sleep } from "node:timers/promises";
import {
  AmplifyBackendClient,
  CreateBackendAPICommand,
  CreateBackendCommand,
  DeleteBackendAPICommand,
  GenerateBackendAPIModelsCommand,
  GetBackendAPIModelsCommand,
  GetBackendCommand,
  GetBackendJobCommand,
  type GetBackendJobCommandOutput,
  UpdateBackendAPICommand,
} from "@aws-sdk/client-amplifybackend";
import { Amplify } from "aws-amplify";
import { generateClient } from "aws-amplify/api";
import { initSchema } from "aws-amplify/datastore";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readSchemaJs } from "../../support/schemaJs.ts";
import { type RunningServer, startServer } from "../../support/server.ts";

const here = { AppId: "dmodels", BackendEnvironmentName: "dev" };
const api = { ...here, ResourceName: "notes" };
const rule = "@auth(rules: [{ allow: public }])";
const first = `
type Note @model(timestamps: { createdAt: "made", updatedAt: null }) ${rule} {
  id: ID!
  text: String!
  kind: Kind
  grid: [[Int]]
  place: Place
}
enum Kind { SHORT LONG }
type Place { name: String! height: Float }
type Visit @model ${rule} { guest: ID! @primaryKey(sortKeyFields: ["day"]) day: AWSDate! word: String }
`;
const second = first.replace("text: String!", "text: String! stars: Int");

let server: RunningServer;
let client: AmplifyBackendClient;

beforeAll(async () => {
  server = await startServer();
  client = new AmplifyBackendClient({ endpoint: server.url, region: "us-east-1", credentials: server.accessKey });
  await ended(await client.send(new CreateBackendCommand({ ...here, AppName: "notes" })));
  const ResourceConfig = { ApiName: "notes", TransformSchema: first };
  await ended(await client.send(new CreateBackendAPICommand({ ...api, ResourceConfig })));
});

afterAll(async () => {
  client.destroy();
  await server.stop();
});

async function ended(started: { readonly JobId?: string | undefined }): Promise<GetBackendJobCommandOutput> {
  for (;;) {
    const job = await client.send(new GetBackendJobCommand({ ...here, JobId: started.JobId }));
    if (job.Status === "FAILED") throw new Error(job.Error);
    if (job.Status === "COMPLETED") return job;
    await sleep(20);
  }
}

const read = () => client.send(new GetBackendAPIModelsCommand(api));
const generate = async () => ended(await client.send(new GenerateBackendAPIModelsCommand(api)));
const update = async (change: { readonly TransformSchema?: string; readonly ApiName?: string }) =>
  ended(await client.send(new UpdateBackendAPICommand({ ...api, ResourceConfig: change })));

interface Introspection {
  readonly version: number;
  readonly models: Readonly<Record<string, { readonly fields: object; readonly primaryKeyInfo: object }>>;
}

async function introspection(): Promise<Introspection> {
  return JSON.parse((await read()).ModelIntrospectionSchema ?? "") as Introspection;
}

describe("models through the AWS SDK", () => {
  test("are not found before they are generated", async () => {
    await expect(read()).rejects.toMatchObject({ name: "NotFoundException", ResourceType: "Models" });
  });

  test("are schema.js and introspection, LATEST", async () => {
    expect((await generate()).Operation).toBe("GenerateBackendAPIModels");
    const { Models = "", Status } = await read();
    expect(Status).toBe("LATEST");
    expect(Models).toMatch(/^export const schema = \{/);
    const { models, enums, nonModels, codegenVersion, version } = readSchemaJs(Models);
    expect(Object.keys(models)).toEqual(["Note", "Visit"]);
    expect(Object.keys(enums)).toEqual(["Kind"]);
    expect(Object.keys(nonModels)).toEqual(["Place"]);
    expect(codegenVersion).toBe("3.4.4");
    expect(version).toMatch(/^[0-9a-f]{32}$/);
    const told = await introspection();
    expect(told.version).toBe(1);
    expect(told.models["Visit"]?.primaryKeyInfo).toEqual({
      isCustomPrimaryKey: true,
      primaryKeyFieldName: "guest",
      sortKeyFieldNames: ["day"],
    });
  });

  test("tell a timestamp the API gave up as the official generator does; asked for, it is null", async () => {
    const { models } = await introspection();
    const names = ["id", "text", "kind", "grid", "place", "made", "updatedAt"];
    expect(Object.keys(models["Note"]?.fields ?? {})).toEqual(names);
  });

  test("are STALE after a schema update until they are generated again", async () => {
    const before = await read();
    await update({ TransformSchema: second });
    expect(await read()).toMatchObject({ Status: "STALE", Models: before.Models });
    await generate();
    const after = await read();
    expect(after.Status).toBe("LATEST");
    expect(after.Models).toContain('"stars"');
    expect(readSchemaJs(after.Models ?? "").version).not.toBe(readSchemaJs(before.Models ?? "").version);
  });

  test("stay LATEST when something else of the API changes, and generating twice gives the same", async () => {
    const before = await read();
    await update({ ApiName: "renamed" });
    expect((await read()).Status).toBe("LATEST");
    await generate();
    expect(await read()).toMatchObject({ Models: before.Models, Status: "LATEST" });
  });
});

describe("Amplify's clients", () => {
  test("DataStore takes schema.js and checks records by it", async () => {
    const { Models = "" } = await read();
    const module = (await import(`data:text/javascript,${encodeURIComponent(Models)}`)) as {
      readonly schema: Parameters<typeof initSchema>[0];
    };
    type Constructor = new (record: object) => Readonly<Record<string, unknown>>;
    const { Note, Visit } = initSchema(module.schema) as unknown as Readonly<Record<string, Constructor>>;
    if (Note === undefined || Visit === undefined) throw new Error("the schema gave no models");
    expect(new Note({ text: "a", kind: "LONG", place: { name: "here" } })).toMatchObject({ text: "a", kind: "LONG" });
    expect(() => new Note({ text: 1 })).toThrow("Field text should be of type string");
    expect(() => new Note({ text: null })).toThrow("Field text is required");
    expect(() => new Note({ text: "a", place: { name: null } })).toThrow("Field name is required");
    expect(new Visit({ guest: "g", day: "2026-01-01" })).toMatchObject({ guest: "g", day: "2026-01-01" });
  });

  test("the typed client reads and writes records by the introspection schema", async () => {
    const { AmplifyMetaConfig = "" } = await client.send(new GetBackendCommand(here));
    const meta = JSON.parse(AmplifyMetaConfig) as { readonly api: { readonly notes: { readonly output: Output } } };
    const { GraphQLAPIEndpointOutput: endpoint, GraphQLAPIKeyOutput: apiKey } = meta.api.notes.output;
    Amplify.configure({
      API: {
        GraphQL: {
          endpoint,
          apiKey,
          region: "us-east-1",
          defaultAuthMode: "apiKey",
          modelIntrospection: (await introspection()) as never,
        },
      },
    });
    const { Note, Visit } = generateClient().models as unknown as Readonly<Record<string, TypedModel>>;
    if (Note === undefined || Visit === undefined) throw new Error("the introspection schema gave no models");
    const made = await Note.create({ text: "a", stars: 3, place: { name: "here", height: 1.5 } });
    expect(made.errors).toBeUndefined();
    expect(made.data).toMatchObject({ text: "a", stars: 3, kind: null, place: { name: "here", height: 1.5 } });
    const listed = await Note.list();
    expect(listed).toMatchObject({ data: [{ text: "a" }] });
    await Visit.create({ guest: "g", day: "2026-01-01", word: "w" });
    expect(await Visit.get({ guest: "g", day: "2026-01-01" })).toMatchObject({ data: { word: "w" } });
  });
});

interface Output {
  readonly GraphQLAPIEndpointOutput: string;
  readonly GraphQLAPIKeyOutput: string;
}

type Answer = Promise<{ readonly data: unknown; readonly errors?: unknown }>;

interface TypedModel {
  create(record: object): Answer;
  get(key: object): Answer;
  list(): Answer;
}

test("models go with their API", async () => {
  await ended(await client.send(new DeleteBackendAPICommand(api)));
  await expect(read()).rejects.toMatchObject({ name: "NotFoundException", ResourceType: "API" });
  const ResourceConfig = { ApiName: "notes", TransformSchema: second };
  await ended(await client.send(new CreateBackendAPICommand({ ...api, ResourceConfig })));
  await expect(read()).rejects.toMatchObject({ name: "NotFoundException", ResourceType: "Models" });
});
