/**
 * Golden cases in PostgreSQL's spelling: what would be run there is kept beside what is run on SQLite, and where the
 * machine has a PostgreSQL it runs and answers the same. `npm run golden` rewrites the files.
 */

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Kind, parse } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { postgresSpelling } from "#adapters/database/postgres/spelling";
import { sqliteTextSearch } from "#adapters/database/sqlite/textSearch";
import type { ApiCaller } from "#graphql/access/caller";
import { buildModel } from "#graphql/directives/build";
import { none } from "#graphql/conflict/none";
import { VersionClock } from "#graphql/query/versionClock";
import { openApi } from "#graphql/query/api";
import { Engine } from "#graphql/query/engine";
import { buildApiSchema } from "#graphql/schema/build";
import { applyModel } from "#graphql/tables/apply";
import { createSignedTokens } from "#kernel/crypto/signedToken";
import type { Sql, SqlValue } from "#ports/database";
import { apiKey, everyProvider, guest, noResolvers, operator, user } from "../../support/callerApi.ts";
import { printingDatabase } from "../../support/printingDatabase.ts";
import { type PostgresServer, startPostgres, whyNoPostgres } from "../../support/postgresServer.ts";

const folder = join(import.meta.dirname, "../../golden");
const cases = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => existsSync(join(folder, entry.name, "schema.graphql")))
  .map((entry) => entry.name);

type Callers = Readonly<
  Record<string, "key" | "guest" | "operator" | { readonly user: string; readonly groups?: readonly string[] }>
>;

type Answers = Readonly<Record<string, { data: Record<string, unknown> | null; errors?: unknown }>>;

interface Printed {
  readonly tables: readonly Sql[];
  /** By operation. */
  readonly operations: ReadonlyMap<string, readonly Sql[]>;
}

function read(name: string, file: string): unknown {
  const path = join(folder, name, file);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as unknown) : undefined;
}

function callerOf(caller: Callers[string] | undefined): ApiCaller {
  if (typeof caller === "object") return user(caller.user, caller.groups ?? []);
  return caller === "guest" ? guest : caller === "operator" ? operator : apiKey;
}

async function print(name: string): Promise<Printed> {
  const sdl = readFileSync(join(folder, name, "schema.graphql"), "utf8");
  const requests = readFileSync(join(folder, name, "request.graphql"), "utf8");
  const callers = read(name, "callers.json") as Callers | undefined;
  const variables = read(name, "variables.json") as Record<string, Record<string, unknown>> | undefined;
  const statements: Sql[] = [];
  // Searches are spelled with the adapter that runs statements; no case has one.
  const database = printingDatabase({ ...postgresSpelling, textSearch: sqliteTextSearch }, statements);
  const model = callers === undefined ? buildModel(sdl) : buildModel(sdl, everyProvider);
  const { catalogue } = await applyModel(database, sdl, model, Date.parse("2026-05-01T12:00:00.000Z"));
  const tables = statements.splice(0);
  let made = callers === undefined ? 1 : 0;
  let now = Date.parse("2026-05-01T12:00:00.000Z");
  const id = (): string =>
    callers === undefined ? `00000000-0000-4000-8000-${String(++made).padStart(12, "0")}` : `id-${++made}`;
  const api = openApi("printed", model, buildApiSchema(model).schema, catalogue.layout, {
    database,
    clock: { now: () => now },
    random: { bytes: (count) => new Uint8Array(count).fill(7), uuid: id },
    tokens: createSignedTokens(new Uint8Array(32), "test"),
    settings: { first: "filter" },
    versions: new VersionClock({ now: () => Date.parse("2026-05-01T12:00:00.000Z") }),
    conflict: () => ({ strategy: none, ask: () => Promise.resolve({ kind: "reject" }) }),
    resolvers: noResolvers,
  });
  const engine = new Engine(api, (error) => {
    throw error;
  });
  const operations = new Map<string, readonly Sql[]>();
  for (const node of parse(requests).definitions) {
    if (node.kind !== Kind.OPERATION_DEFINITION || node.name === undefined) continue;
    const operation = node.name.value;
    const request = { query: requests, operationName: operation, variables: variables?.[operation] ?? {} };
    await engine.execute(request, callerOf(callers === undefined ? "key" : callers[operation]), "request-id");
    operations.set(operation, statements.splice(0));
    if (callers === undefined) now += 1000;
  }
  return { tables, operations };
}

function textOf({ tables, operations }: Printed): string {
  const line = ({ text, parameters }: Sql): string =>
    `${text};${parameters.length === 0 ? "" : `\n--   ${JSON.stringify(parameters)}`}`;
  const parts = [...operations].map(([name, ran]) => `-- ${name}\n${ran.map(line).join("\n")}`);
  return `${[`-- tables\n${tables.map(line).join("\n")}`, ...parts].join("\n\n")}\n`;
}

test.each(cases)("%s is printed as kept", async (name) => {
  const text = textOf(await print(name));
  const file = join(folder, name, "postgres.sql");
  if (process.env["GOLDEN"] === "write") writeFileSync(file, text);
  expect(text).toBe(existsSync(file) ? readFileSync(file, "utf8") : "");
});

describe.skipIf(whyNoPostgres() !== undefined)("on a PostgreSQL", () => {
  let server: PostgresServer | undefined;

  beforeAll(async () => {
    server = await startPostgres();
  });

  afterAll(async () => {
    await server?.stop();
  });

  test.each(cases)("%s runs and answers as on SQLite", async (name) => {
    const { tables, operations } = await print(name);
    const answers = read(name, "answer.json") as Answers | undefined;
    const script = [
      `CREATE SCHEMA ${name}; SET search_path TO ${name};`,
      // The adapter's will count.
      `CREATE FUNCTION row_guard(bigint, bigint) RETURNS boolean LANGUAGE sql VOLATILE AS 'SELECT TRUE';`,
      ...tables.map(({ text }) => `${text};`),
    ];
    for (const [operation, ran] of operations) {
      script.push(`\\echo '=== ${operation}'`);
      for (const { text, parameters } of ran) {
        const values = parameters.length === 0 ? "" : `(${parameters.map(literal).join(", ")})`;
        script.push(`PREPARE it AS ${text};\nEXECUTE it${values};\nDEALLOCATE it;`);
      }
    }
    const printed = server?.script(script.join("\n")) ?? "";
    for (const part of printed.split(/^=== /m).slice(1)) {
      const [operation = "", ...lines] = part.split("\n");
      const answer = answers?.[operation];
      // A refused write leaves other rows than the recorder thought, and errors take parts of the answer.
      if (answer?.data === null || answer?.data === undefined || answer.errors !== undefined) continue;
      const found = lines.filter((line) => line.startsWith("{")).map((line): unknown => plain(JSON.parse(line)));
      const expected = Object.values(answer.data).filter((value) => value !== null);
      expect({ [operation]: found }).toEqual({ [operation]: expected.map(plain) });
    }
  });
});

/** Tokens and marks differ between the raw JSON of a statement and an answer: here only whether there is one counts. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, each: unknown) => (key === "nextToken" ? each !== null : each)),
  ) as unknown;
}

function literal(value: SqlValue): string {
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  return value === null ? "NULL" : String(value);
}
