/** CreateToken, GetToken and DeleteToken through the AWS SDK, and the single use of a code. */

import {
  CreateTokenCommand,
  DeleteTokenCommand,
  GetTokenCommand,
  RemoveAllBackendsCommand,
} from "@aws-sdk/client-amplifybackend";
import { afterAll, beforeAll, expect, it } from "vitest";
import { completed, makeBackend } from "./flows.ts";
import { type ControlServer, leftovers, startControl } from "./support.ts";

let server: ControlServer;
beforeAll(async () => {
  server = await startControl({ challengeLimit: 5, challengeLifeMs: 60_000 });
  await makeBackend(server, "dtoken");
  await makeBackend(server, "dother");
});
afterAll(() => server.close());

const create = async (AppId = "dtoken") => {
  const { SessionId = "", ChallengeCode = "", Ttl = "" } = await server.client.send(new CreateTokenCommand({ AppId }));
  return { SessionId, ChallengeCode, Ttl };
};
const get = (SessionId: string, AppId = "dtoken") => server.client.send(new GetTokenCommand({ AppId, SessionId }));
const remove = async (SessionId: string, AppId = "dtoken") =>
  (await server.client.send(new DeleteTokenCommand({ AppId, SessionId }))).IsSuccess;

it("makes a code that can be read until it is deleted", async () => {
  const now = Date.now();
  const { $metadata: _, ...made } = await server.client.send(new CreateTokenCommand({ AppId: "dtoken" }));
  expect(made).toEqual({
    AppId: "dtoken",
    ChallengeCode: expect.stringMatching(/^[\w-]{43}$/),
    SessionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    Ttl: expect.stringMatching(/^\d{13}$/),
  });
  expect(Number(made.Ttl) - now).toBeGreaterThanOrEqual(59_000);
  const { $metadata: __, ...got } = await get(made.SessionId ?? "");
  expect(got).toEqual(made);
  expect(await remove(made.SessionId ?? "")).toBe(true);
  expect(await remove(made.SessionId ?? "")).toBe(false);
  await expect(get(made.SessionId ?? "")).rejects.toMatchObject({ name: "NotFoundException", ResourceType: "Token" });
});

it("is not stored in the clear", async () => {
  const { ChallengeCode, SessionId } = await create();
  const rows = JSON.stringify(await server.rows("control_challenges"));
  expect(rows).toContain(SessionId);
  expect(rows).not.toContain(ChallengeCode);
  await remove(SessionId);
});

it("signs in exactly one of 50 at once", async () => {
  const { SessionId, ChallengeCode } = await create();
  const tries = Array.from({ length: 50 }, () => server.control.redeemChallenge("dtoken", SessionId, ChallengeCode));
  expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
  await expect(get(SessionId)).rejects.toMatchObject({ ResourceType: "Token" });
});

it("is good only for its app, its session and its time", async () => {
  const { SessionId, ChallengeCode } = await create();
  expect(await server.control.redeemChallenge("dother", SessionId, ChallengeCode)).toBe(false);
  expect(await server.control.redeemChallenge("dtoken", SessionId, `${ChallengeCode}x`)).toBe(false);
  await expect(get(SessionId, "dother")).rejects.toMatchObject({ ResourceType: "Token" });
  expect(await remove(SessionId, "dother")).toBe(false);
  server.clock.offset = 60_001;
  expect(await server.control.redeemChallenge("dtoken", SessionId, ChallengeCode)).toBe(false);
  await expect(get(SessionId)).rejects.toMatchObject({ ResourceType: "Token" });
  expect(await remove(SessionId)).toBe(false);
  server.clock.offset = 0;
});

it("has a limit, which expired codes don't count towards", async () => {
  for (let n = 0; n < 5; n += 1) await create("dother");
  await expect(create("dother")).rejects.toMatchObject({
    name: "TooManyRequestsException",
    LimitType: "OpenTokens",
    $metadata: { httpStatusCode: 429 },
  });
  server.clock.offset = 60_001;
  await create("dother");
  server.clock.offset = 0;
});

it("needs an app and a session id that could be one", async () => {
  await expect(create("dnone")).rejects.toMatchObject({ name: "NotFoundException", ResourceType: "App" });
  await expect(get("x", "dnone")).rejects.toMatchObject({ ResourceType: "App" });
  await expect(remove("x", "dnone")).rejects.toMatchObject({ ResourceType: "App" });
  await expect(get("a/../b")).rejects.toMatchObject({ name: "BadRequestException" });
  await expect(remove("a b")).rejects.toMatchObject({ name: "BadRequestException" });
});

it("goes with the app", async () => {
  await create("dother");
  for (const AppId of ["dtoken", "dother"]) {
    const job = await server.client.send(new RemoveAllBackendsCommand({ AppId, CleanAmplifyApp: true }));
    await completed(server, { ...job, BackendEnvironmentName: "all" });
  }
  expect(await leftovers(server)).toEqual({});
});
