/** Golden cases: schema and requests in; Model, printed schema, SQL and answers out. `npm run golden` rewrites the outputs. */

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Kind, parse } from "graphql";
import { expect, test } from "vitest";
import { buildModel } from "#graphql/directives/build";
import { buildApiSchema } from "#graphql/schema/build";
import type { Database, Databases, Sql } from "#ports/database";
import { openPlane } from "../../support/graphqlPlane.ts";

const folder = join(import.meta.dirname, "../../golden");
const cases = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => existsSync(join(folder, entry.name, "schema.graphql")))
  .map((entry) => entry.name);

test("there are cases", () => {
  expect(cases.length).toBeGreaterThan(3);
});

test.each(cases)("%s", async (name) => {
  const at = (file: string): string => join(folder, name, file);
  const sdl = readFileSync(at("schema.graphql"), "utf8");
  const requests = existsSync(at("request.graphql")) ? readFileSync(at("request.graphql"), "utf8") : "";
  const variables = existsSync(at("variables.json"))
    ? (JSON.parse(readFileSync(at("variables.json"), "utf8")) as Variables)
    : {};
  const model = buildModel(sdl);
  expect(`${JSON.stringify(model, null, 2)}\n`).toBe(golden(at("model.json"), `${JSON.stringify(model, null, 2)}\n`));
  expect(buildApiSchema(model).sdl).toBe(golden(at("printed.graphql"), buildApiSchema(model).sdl));
  const { sql, answers } = await play(sdl, requests, variables);
  expect(sql).toBe(golden(at("sqlite.sql"), sql));
  expect(answers).toBe(golden(at("answer.json"), answers));
});

type Variables = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The text kept for a case; what it is from now on when they are rewritten. */
function golden(file: string, text: string): string {
  if (process.env["GOLDEN"] === "write") writeFileSync(file, text);
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

/** Runs the operations of a document in order, each with its variables, and notes every statement on the API's database. */
async function play(sdl: string, requests: string, variables: Variables): Promise<{ sql: string; answers: string }> {
  const statements: string[] = [];
  let made = 0;
  const random = {
    bytes: (count: number) => new Uint8Array(count).map((_, index) => (made + index) % 36),
    uuid: () => `00000000-0000-4000-8000-${String(++made).padStart(12, "0")}`,
  };
  const plane = await openPlane({ random, wrap: (databases) => listening(databases, statements) });
  try {
    const api = await plane.api(sdl);
    const out: string[] = [`-- tables\n${statements.splice(0).join("\n")}`];
    const answers: Record<string, unknown> = {};
    for (const { name, roots } of operations(requests)) {
      const body = Buffer.from(JSON.stringify({ query: requests, operationName: name, variables: variables[name] }));
      const answer = await api.http({ body });
      const ran = statements.splice(0);
      // Never more than one statement for a root field.
      expect(ran.length).toBeLessThanOrEqual(roots);
      out.push(`-- ${name}\n${ran.join("\n")}`);
      answers[name] = JSON.parse(String(answer.body));
      plane.clock.now += 1000;
    }
    return { sql: `${out.join("\n\n")}\n`, answers: `${JSON.stringify(answers, null, 2)}\n` };
  } finally {
    await plane.close();
  }
}

/** Names of the operations, and how many root fields each has. */
function operations(requests: string): readonly { readonly name: string; readonly roots: number }[] {
  if (requests === "") return [];
  return parse(requests).definitions.flatMap((node) =>
    node.kind === Kind.OPERATION_DEFINITION && node.name !== undefined
      ? [{ name: node.name.value, roots: node.selectionSet.selections.length }]
      : [],
  );
}

/** The databases, with statements on those of APIs noted; the catalogue's own are left out. */
function listening(databases: Databases, statements: string[]): Databases {
  const note = (sql: Sql): void => {
    if (sql.text.includes("ohmstead_catalogue")) return;
    const values = sql.parameters.length === 0 ? "" : `\n--   ${JSON.stringify(sql.parameters)}`;
    statements.push(`${sql.text};${values}`);
  };
  const noted = <R extends Pick<Database, "run" | "all" | "first">>(runner: R): R =>
    new Proxy(runner, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== "function") return member;
        if (name === "transaction") {
          return (work: (transaction: Database) => Promise<unknown>) =>
            (target as unknown as Database).transaction((each) => work(noted(each as Database)));
        }
        return (...args: readonly unknown[]): unknown => {
          if (name === "batch") for (const sql of args[0] as readonly Sql[]) note(sql);
          if (name === "run" || name === "all" || name === "first") note(args[0] as Sql);
          return Reflect.apply(member, target, args);
        };
      },
    });
  return new Proxy(databases, {
    get(target, name) {
      if (name === "open") {
        return async (of: string) => {
          const database = await target.open(of);
          return of.startsWith("graphql-") ? noted(database) : database;
        };
      }
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}
