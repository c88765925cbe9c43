/** AWS_LAMBDA: a function of the operator's decides who may call, which fields stay closed, and for how long. */

import { afterAll, beforeAll, expect, it } from "vitest";
import { type FunctionFiles, openFunctionFiles } from "../../support/functionFiles.ts";
import { openPlane, type TestApi, type TestPlane } from "../../support/graphqlPlane.ts";

const authorizer = `
let calls = 0;
export async function handler(event) {
  calls += 1;
  const { authorizationToken: token, requestContext } = event;
  if (token === "crash") throw new Error("no");
  if (token === "nonsense") return "yes";
  return {
    isAuthorized: token.startsWith("let-me-in"),
    resolverContext: { calls, apiId: requestContext.apiId, query: requestContext.queryString },
    deniedFields: token.includes("closed") ? ["Note.text", \`arn:aws:appsync:us-east-1:0:apis/\${requestContext.apiId}/types/Mutation/fields/createNote\`] : [],
    ttlOverride: token.includes("once") ? 0 : 60,
  };
}`;
const sdl = "type Note @model @auth(rules: [{ allow: custom }]) { id: ID! text: String }";

let files: FunctionFiles;
let plane: TestPlane;
let api: TestApi;

beforeAll(async () => {
  files = await openFunctionFiles({ "gate.mjs": authorizer });
  plane = await openPlane({ modes: { functions: files.functions }, authorizers: new Map([["notes", "gate"]]) });
  api = await plane.api(sdl, { ApiName: "notes" });
});
afterAll(async () => {
  await plane.close();
  await files.close();
});

async function ask(token: string, query: string): Promise<{ status: number; body: unknown }> {
  const { status, body } = await api.http({
    headers: { authorization: token },
    body: Buffer.from(JSON.stringify({ query })),
  });
  return { status, body: JSON.parse(String(body)) as unknown };
}

const list = "{ listNotes { items { id text } } }";

it("lets in whom the function lets in", async () => {
  expect(await ask("let-me-in", 'mutation { createNote(input: { id: "1", text: "a" }) { id } }')).toMatchObject({
    status: 200,
    body: { data: { createNote: { id: "1" } } },
  });
  expect(await ask("let-me-in", list)).toEqual({
    status: 200,
    body: { data: { listNotes: { items: [{ id: "1", text: "a" }] } } },
  });
});

it.each(["stranger", "crash", "nonsense"])(
  "refuses a token when the function says no, fails or answers oddly: %s",
  async (token) => {
    const { status, body } = await ask(token, list);
    expect([status, body]).toEqual([
      401,
      { errors: [{ errorType: "UnauthorizedException", message: "You are not authorized to make this call." }] },
    ]);
  },
);

it("closes the denied fields, named by type and field or by ARN", async () => {
  expect(await ask("let-me-in closed", list)).toMatchObject({
    status: 200,
    body: {
      data: { listNotes: { items: [{ id: "1", text: null }] } },
      errors: [{ errorType: "Unauthorized", path: ["listNotes", "items", 0, "text"] }],
    },
  });
  expect(await ask("let-me-in closed", 'mutation { createNote(input: { id: "2" }) { id } }')).toMatchObject({
    body: { data: { createNote: null }, errors: [{ errorType: "Unauthorized" }] },
  });
});

it("is a mode rules of { allow: custom } need", async () => {
  await expect(plane.api(sdl, { ApiName: "others" })).rejects.toThrow(/custom/);
});
