/** The stores on a real database, where many requests come at once. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CodeTarget } from "#auth/code";
import type { SignInRecord } from "#auth/refreshToken";
import { type AuthHouse, openAuthHouse } from "../support/authHouse.ts";
import type { AuthStores } from "#auth/store/stores";

let house: AuthHouse;
let stores: AuthStores;
beforeAll(async () => {
  house = await openAuthHouse();
  stores = house.parts.stores;
});
afterAll(() => house.remove());

const pool = "us-east-1_abc";
const now = 1_800_000_000_000;
const hundred = Array.from({ length: 100 }, (_, index) => index);

async function count(work: readonly Promise<unknown>[], value: unknown = true): Promise<number> {
  return (await Promise.all(work)).filter((each) => each === value).length;
}

describe("failed guesses", () => {
  test("of a hundred at once five are told; then a lock that doubles, up to fifteen minutes", async () => {
    const fail = (at: number) => stores.attempts.fail(pool, "ann", at);
    expect(await count(hundred.map(() => fail(now)))).toBe(5);
    expect(await stores.attempts.locked(pool, "ann", now + 999)).toBe(true);
    expect(await stores.attempts.succeed(pool, "ann", now + 999)).toBe(false);
    let at = now;
    for (const seconds of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]) {
      expect(await stores.attempts.locked(pool, "ann", at + seconds * 1000 - 1)).toBe(true);
      at += seconds * 1000;
      expect(await stores.attempts.locked(pool, "ann", at)).toBe(false);
      expect(await fail(at)).toBe(true);
    }
  });

  test("a success, or fifteen quiet minutes, begin the count anew", async () => {
    for (let index = 0; index < 4; index += 1) await stores.attempts.fail(pool, "bob", now);
    expect(await stores.attempts.succeed(pool, "bob", now)).toBe(true);
    for (let index = 0; index < 4; index += 1) await stores.attempts.fail(pool, "bob", now);
    expect(await stores.attempts.locked(pool, "bob", now)).toBe(false);
    await stores.attempts.fail(pool, "bob", now + 900_001);
    expect(await stores.attempts.locked(pool, "bob", now + 900_001)).toBe(false);
    await stores.attempts.fail(pool, "bob", now + 900_001);
    expect(await stores.attempts.locked(pool, "bob", now + 900_001)).toBe(false);
  });

  test("a limited action is taken as often as allowed in its window, and a refusal uses nothing up", async () => {
    const take = (at: number) => stores.attempts.take(pool, "cleo", "Resend", 5, 3_600_000, at);
    expect(await count(hundred.map(() => take(now)))).toBe(5);
    expect(await take(now + 3_599_999)).toBe(false);
    expect(await take(now + 3_600_000)).toBe(true);
    expect(await count(hundred.map(() => take(now + 3_600_001)))).toBe(4);
  });
});

describe("codes", () => {
  const target: CodeTarget = { poolId: pool, purpose: "reset", subject: "ann", detail: "" };

  test("of fifty right uses at once one is right", async () => {
    const code = await stores.codes.issue(target, now + 1000);
    expect(code).toMatch(/^\d{6}$/);
    const uses = hundred.slice(0, 50).map(() => stores.codes.use(target, code, now));
    expect(await count(uses, "right")).toBe(1);
  });

  test("five wrong tries at once kill a code, whoever tries; a new one lives again", async () => {
    const code = await stores.codes.issue(target, now + 1000);
    const wrong = code === "000000" ? "000001" : "000000";
    expect(
      await count(
        hundred.map(() => stores.codes.use(target, wrong, now)),
        "wrong",
      ),
    ).toBe(5);
    expect(await stores.codes.use(target, code, now)).toBe("exhausted");
    const next = await stores.codes.issue(target, now + 1000);
    expect(await stores.codes.use({ ...target, subject: "bob" }, next, now)).toBe("none");
    expect(await stores.codes.use(target, next, now + 1000)).toBe("expired");
    expect(await stores.codes.use(target, next, now + 999)).toBe("right");
  });
});

test("a session goes to one of fifty who take it", async () => {
  const session = {
    poolId: pool,
    clientId: "c",
    username: "ann",
    challenge: "SMS_MFA",
    state: {},
    expiresAt: now + 1000,
  };
  const text = await stores.sessions.create(session);
  expect(await stores.sessions.find(text, now)).toEqual(session);
  const taken = await Promise.all(hundred.slice(0, 50).map(() => stores.sessions.take(text, now)));
  expect(taken.filter((each) => each !== undefined)).toEqual([session]);
  const late = await stores.sessions.create(session);
  expect(await stores.sessions.take(late, now + 1000)).toBeUndefined();
});

describe("refresh tokens", () => {
  let started = 0;
  async function start(): Promise<{ readonly token: string; readonly signIn: SignInRecord }> {
    started += 1;
    const signIn: SignInRecord = {
      originJti: `origin-${started}`,
      poolId: pool,
      clientId: "c",
      sub: "ann",
      scopes: ["a", "b"],
      authTime: now,
      expiresAt: now + 10_000,
    };
    return { token: await stores.tokens.start(signIn), signIn };
  }

  test("rotation without grace: of fifty at once one gets a new token, and reuse ends the sign-in", async () => {
    const { token, signIn } = await start();
    const outcomes = await Promise.all(
      hundred.slice(0, 50).map(() => stores.tokens.rotate(token, 0, now + 10_000, now)),
    );
    expect(outcomes.filter(({ outcome }) => outcome === "rotated")).toHaveLength(1);
    expect((await stores.tokens.signIn(signIn.originJti))?.revokedAt).toBe(now);
    const [won] = outcomes.filter((each) => each.outcome === "rotated");
    const next = await stores.tokens.rotate(won?.token ?? "", 0, now + 10_000, now);
    expect(next.outcome).toBe("revoked");
  });

  test("within the grace period the old token still serves; afterwards it ends the sign-in", async () => {
    const { token } = await start();
    const rotate = (at: number) => stores.tokens.rotate(token, 5_000, now + 10_000, at);
    expect((await rotate(now)).outcome).toBe("rotated");
    expect((await rotate(now + 4_999)).outcome).toBe("rotated");
    expect((await rotate(now + 5_000)).outcome).toBe("reused");
    expect((await rotate(now + 5_001)).outcome).toBe("revoked");
  });

  test("expired and unknown tokens say so; global sign-out spares the one it is told to", async () => {
    const one = await start();
    const two = await start();
    expect((await stores.tokens.rotate(one.token, 0, now, now + 10_000)).outcome).toBe("expired");
    expect((await stores.tokens.rotate("unknown", 0, now, now)).outcome).toBe("unknown");
    await stores.tokens.revokeAll(pool, "ann", now + 1, two.signIn.originJti);
    expect((await stores.tokens.find(one.token))?.signIn.revokedAt).toBe(now + 1);
    expect((await stores.tokens.find(two.token))?.signIn).toEqual({ ...two.signIn });
  });
});

test("nothing that proves something stands in the tables as it is", async () => {
  const { database } = house;
  const signIn = { originJti: "o", poolId: pool, clientId: "c", sub: "s", scopes: [], authTime: now, expiresAt: now };
  const token = await stores.tokens.start(signIn);
  const session = await stores.sessions.create({
    poolId: pool,
    clientId: "c",
    username: "ann",
    challenge: "SMS_MFA",
    state: { secret: "state-secret" },
    expiresAt: now + 1000,
  });
  const code = await stores.codes.issue({ poolId: "p", purpose: "mfa", subject: "x", detail: "" }, now + 1000);
  const dump: string[] = [];
  for (const table of ["auth_refresh_tokens", "auth_sessions", "auth_codes"]) {
    const { rows } = await database.run({ text: `select * from ${table}`, parameters: [] });
    dump.push(JSON.stringify(rows));
  }
  for (const secret of [token, session, "state-secret", `"${code}"`]) expect(dump.join()).not.toContain(secret);
});
