/** Mutations the user wrote, answered by functions: @aws_subscribe follows them like those of models. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { type FunctionFiles, openFunctionFiles } from "../support/functionFiles.ts";
import { inSubprotocol, RealtimeClient } from "../support/realtimeClient.ts";
import { openRealtimeApi, type RealtimeApi } from "../support/realtimePlane.ts";

const sdl = `
type Todo @model @auth(rules: [{ allow: public }]) { id: ID! name: String }
type Signal { room: String! text: String parts: [Part] }
type Part { number: Int }
type Mutation { signal(room: String!, text: String): Signal @function(name: "signal") }
type Subscription { onSignal(room: String): Signal @aws_subscribe(mutations: ["signal", "createTodo"]) }`;

let files: FunctionFiles;
let api: RealtimeApi;
beforeAll(async () => {
  files = await openFunctionFiles({
    "signal.mjs": `export async function handler({ arguments: given }) {
      if (given.text === "fail") throw new Error("no");
      return { ...given, parts: [{ number: 1 }, { number: 2 }] };
    }`,
  });
  api = await openRealtimeApi(sdl, { modes: { functions: files.functions } });
});
afterAll(async () => {
  await api.close();
  await files.close();
});

test("what the function answered, as far as the mutation selected it, goes to those whose arguments it meets", async () => {
  const client = await RealtimeClient.connect(api.endpoint, inSubprotocol(api.byKey));
  const query = "subscription ($room: String) { onSignal(room: $room) { room text parts { number } } }";
  await client.subscribe("red", query, api.byKey, { room: "red" });
  const mutation =
    "mutation ($room: String!, $text: String) { s: signal(room: $room, text: $text) { room p: parts { n: number } } }";
  expect((await api.send(mutation, { room: "blue" })).errors).toBeUndefined();
  expect((await api.send(mutation, { room: "red", text: "fail" })).errors).toHaveLength(1);
  expect((await api.send(mutation, { room: "red", text: "hidden" })).errors).toBeUndefined();
  expect(await client.next()).toEqual({
    id: "red",
    type: "data",
    payload: { data: { onSignal: { room: "red", text: null, parts: [{ number: 1 }, { number: 2 }] } } },
  });
  expect(await client.rest()).toEqual([]);
  client.close();
});
