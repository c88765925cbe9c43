/** Golden cases: schema and requests in; Model, printed schema, SQL and answers out. `npm run golden` rewrites the outputs. */

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Kind, parse } from "graphql";
import { expect, test } from "vitest";
import type { ApiCaller } from "#graphql/access/caller";
import { buildModel } from "#graphql/directives/build";
import { buildApiSchema } from "#graphql/schema/build";
import { apiKey, everyProvider, guest, openCallerApi, operator, user } from "../../support/callerApi.ts";
import { openPlane } from "../../support/graphqlPlane.ts";
import { listening } from "../../support/statementLog.ts";

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
  const callers = existsSync(at("callers.json"))
    ? (JSON.parse(readFileSync(at("callers.json"), "utf8")) as Callers)
    : undefined;
  const model = callers === undefined ? buildModel(sdl) : buildModel(sdl, everyProvider);
  expect(`${JSON.stringify(model, null, 2)}\n`).toBe(golden(at("model.json"), `${JSON.stringify(model, null, 2)}\n`));
  expect(buildApiSchema(model).sdl).toBe(golden(at("printed.graphql"), buildApiSchema(model).sdl));
  const { sql, answers } = await (callers === undefined
    ? play(sdl, requests, variables)
    : playAs(callers, sdl, requests, variables));
  expect(sql).toBe(golden(at("sqlite.sql"), sql));
  expect(answers).toBe(golden(at("answer.json"), answers));
});

/** By operation: a name for a user of the pool, or one of the other callers. */
type Callers = Readonly<
  Record<string, "key" | "guest" | "operator" | { readonly user: string; readonly groups?: readonly string[] }>
>;
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
    for (const { name, most } of operations(requests)) {
      const body = Buffer.from(JSON.stringify({ query: requests, operationName: name, variables: variables[name] }));
      const answer = await api.http({ body });
      const ran = statements.splice(0);
      expect(ran.length).toBeLessThanOrEqual(most);
      out.push(`-- ${name}\n${ran.join("\n")}`);
      answers[name] = JSON.parse(String(answer.body));
      plane.clock.now += 1000;
    }
    return { sql: `${out.join("\n\n")}\n`, answers: `${JSON.stringify(answers, null, 2)}\n` };
  } finally {
    await plane.close();
  }
}

/** The same as callers of all modes, without HTTP and credentials around. */
async function playAs(
  callers: Callers,
  sdl: string,
  requests: string,
  variables: Variables,
): Promise<{ sql: string; answers: string }> {
  const api = await openCallerApi(sdl);
  try {
    const out: string[] = [];
    const answers: Record<string, unknown> = {};
    for (const { name, most } of operations(requests)) {
      answers[name] = await api.send(callerOf(callers[name]), requests, variables[name], name);
      const ran = api.statements.splice(0);
      // A refused write looks once why.
      expect(ran.length).toBeLessThanOrEqual(most + 1);
      out.push(`-- ${name} by ${JSON.stringify(callers[name])}\n${ran.join("\n")}`);
    }
    expect(api.bugs).toEqual([]);
    return { sql: `${out.join("\n\n")}\n`, answers: `${JSON.stringify(answers, null, 2)}\n` };
  } finally {
    await api.close();
  }
}

function callerOf(caller: Callers[string] | undefined): ApiCaller {
  if (caller === undefined || caller === "operator") return operator;
  if (typeof caller === "object") return user(caller.user, caller.groups ?? []);
  return caller === "key" ? apiKey : guest;
}

/** Names of the operations, and how many statements each may run: one for a root field, and one more to read what a mutation leads to. */
function operations(requests: string): readonly { readonly name: string; readonly most: number }[] {
  if (requests === "") return [];
  return parse(requests).definitions.flatMap((node) => {
    if (node.kind !== Kind.OPERATION_DEFINITION || node.name === undefined) return [];
    const roots = node.selectionSet.selections.length;
    return [{ name: node.name.value, most: node.operation === "mutation" ? 2 * roots : roots }];
  });
}
