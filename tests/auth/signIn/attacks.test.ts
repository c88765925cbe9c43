/** Guessing, locks, and what may be learned about who exists. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AuthHouse, makeClient, makePool, makeUser, openAuthHouse } from "../../support/authHouse.ts";
import { createSignIn } from "#auth/signIn/signIn";
import { createStores } from "#auth/store/create";
import type { AuthTables } from "#auth/store/tables";
import { createBuilder } from "#kernel/sql/builder";
import { startSrp } from "../../support/srpSignIn.ts";
import { srpTimestamp } from "../../support/srpTimestamp.ts";
import type { Client } from "#auth/client";
import type { Pool } from "#auth/pool";

let house: AuthHouse;
let pool: Pool;
let client: Client;
beforeAll(async () => {
  house = await openAuthHouse();
  pool = await makePool(house);
  client = await makeClient(house, pool);
});
afterAll(() => house.remove());

function byPassword(username: string, password: string, ofClient = client) {
  return house.signIn.initiate({
    ClientId: ofClient.id,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: username, PASSWORD: password },
  });
}

async function bySrp(username: string, password: string, ofClient = client, ofPool = pool) {
  const started = await startSrp(house, ofPool, ofClient, username);
  const ChallengeResponses = await started.prove(password);
  return house.signIn.respond({
    ClientId: ofClient.id,
    ChallengeName: "PASSWORD_VERIFIER",
    Session: started.answer.Session,
    ChallengeResponses,
  });
}

async function messageOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "signed in",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

const wrong = "Incorrect username or password.";
const locked = "Password attempts exceeded";

describe("guessing passwords", () => {
  it("locks after five failures for a second, doubling to a quarter of an hour, and is forgiven by a success", async () => {
    await makeUser(house, pool, "guessed", "right horse");
    await house.atOnce(() => lockAndForgive());
    expect(await messageOf(byPassword("guessed", "right horse"))).toBe("signed in");
  });

  async function lockAndForgive(): Promise<void> {
    for (let count = 0; count < 5; count += 1) expect(await messageOf(byPassword("guessed", "no"))).toBe(wrong);
    let lock = 1000;
    for (let failures = 5; failures < 15; failures += 1) {
      expect(await messageOf(byPassword("guessed", "right horse"))).toBe(locked);
      house.pass(lock - 200);
      expect(await messageOf(byPassword("guessed", "right horse"))).toBe(locked);
      house.pass(201);
      expect(await messageOf(byPassword("guessed", "no"))).toBe(wrong);
      lock *= 2;
    }
    // The eleventh lock would be 1024 s: a quarter of an hour is the most.
    expect(await messageOf(byPassword("guessed", "right horse"))).toBe(locked);
    house.pass(899_000);
    expect(await messageOf(byPassword("guessed", "right horse"))).toBe(locked);
    house.pass(1_001);
    expect(await messageOf(byPassword("guessed", "right horse"))).toBe("signed in");
    for (let count = 0; count < 4; count += 1) expect(await messageOf(byPassword("guessed", "no"))).toBe(wrong);
  }

  it("holds when a hundred guesses come at once, by either flow and by every name of the user", async () => {
    const user = await makeUser(house, pool, "rushed", "right horse");
    const names = ["rushed", "RUSHED", user.sub];
    await house.atOnce(async () => {
      const guesses = Array.from({ length: 100 }, (_, index) => byPassword(names[index % 3] ?? "", `guess ${index}`));
      const messages = await Promise.all(guesses.map(messageOf));
      expect(messages.filter((message) => message === wrong)).toHaveLength(5);
      expect(messages.filter((message) => message === locked)).toHaveLength(95);
      expect(await messageOf(byPassword("rushed", "right horse"))).toBe(locked);
      expect(await messageOf(bySrp("rushed", "right horse"))).toBe(locked);
    });
    house.pass(1001);
    expect(await messageOf(bySrp("rushed", "right horse"))).toBe("signed in");
  });

  it("counts SRP proofs alike, also when they are prepared before the lock", async () => {
    await makeUser(house, pool, "prepared", "right horse");
    const prepared = await Promise.all(Array.from({ length: 12 }, () => startSrp(house, pool, client, "prepared")));
    const answers = await Promise.all(prepared.map((started, index) => started.prove(`guess ${index}`)));
    const messages = await house.atOnce(() =>
      Promise.all(
        answers.map((ChallengeResponses) =>
          messageOf(
            house.signIn.respond({ ClientId: client.id, ChallengeName: "PASSWORD_VERIFIER", ChallengeResponses }),
          ),
        ),
      ),
    );
    expect(messages.filter((message) => message === wrong)).toHaveLength(5);
  });

  it("lets one of fifty parallel uses of one proof through, and none with another session", async () => {
    await makeUser(house, pool, "replayed", "right horse");
    const [started, other] = [
      await startSrp(house, pool, client, "replayed"),
      await startSrp(house, pool, client, "replayed"),
    ];
    const ChallengeResponses = await started.prove("right horse");
    const input = { ClientId: client.id, ChallengeName: "PASSWORD_VERIFIER", ChallengeResponses } as const;
    const mixed = messageOf(house.signIn.respond({ ...input, Session: other.answer.Session }));
    expect(await mixed).toBe("Invalid session for the user, session is expired.");
    const Session = started.answer.Session;
    const uses = Array.from({ length: 50 }, (_, index) =>
      messageOf(house.signIn.respond(index % 2 === 0 ? input : { ...input, Session })),
    );
    const messages = await Promise.all(uses);
    expect(messages.filter((message) => message === "signed in")).toHaveLength(1);
    expect(new Set(messages)).toEqual(new Set(["signed in", "Invalid session for the user, session is expired."]));
  });

  it("holds when two servers on one database are asked at once", async () => {
    const { database, parts, tokens } = house;
    const { sealer, random } = parts;
    const context = { database, sql: createBuilder<AuthTables>(database), sealer, random, codeKey: new Uint8Array(32) };
    const other = createSignIn({ ...parts, stores: createStores(context), tokens });
    await makeUser(house, pool, "besieged", "right horse");
    const input = (PASSWORD: string) => ({
      ClientId: client.id,
      AuthFlow: "USER_PASSWORD_AUTH" as const,
      AuthParameters: { USERNAME: "besieged", PASSWORD },
    });
    await house.atOnce(async () => {
      const guesses = Array.from({ length: 20 }, (_, index) =>
        [house.signIn, other].map((server) => messageOf(server.initiate(input(`guess ${index}`)))),
      );
      const messages = await Promise.all(guesses.flat());
      expect(messages.filter((message) => message === wrong)).toHaveLength(5);
      expect(messages.filter((message) => message === locked)).toHaveLength(35);
      expect(await messageOf(other.initiate(input("right horse")))).toBe(locked);
    });
  });

  it("survives a restart", async () => {
    const first = await openAuthHouse();
    const place = await makePool(first);
    const web = await makeClient(first, place);
    await makeUser(first, place, "anna", "right horse");
    const input = (PASSWORD: string) => ({
      ClientId: web.id,
      AuthFlow: "USER_PASSWORD_AUTH" as const,
      AuthParameters: { USERNAME: "anna", PASSWORD },
    });
    // Each further failure, once the lock before it is over, doubles the lock: here to 64 s.
    for (let count = 0; count < 11; count += 1) {
      await messageOf(first.signIn.initiate(input("no")));
      first.pass(count < 10 ? 60_000 : 0);
    }
    const moved = 10 * 60_000;
    await first.close();
    const second = await openAuthHouse(first);
    second.pass(moved);
    expect(await messageOf(second.signIn.initiate(input("right horse")))).toBe(locked);
    await second.remove();
  });
});

describe("users who are not there", () => {
  it("fail like users who are: the same errors, the same locks", async () => {
    await makeUser(house, pool, "present", "right horse");
    for (const name of ["present", "absent"]) {
      const seen: string[] = [];
      await house.atOnce(async () => {
        for (let count = 0; count < 6; count += 1) seen.push(await messageOf(byPassword(name, "no")));
      });
      expect(seen).toEqual([...Array.from({ length: 5 }, () => wrong), locked]);
    }
    expect(await messageOf(bySrp("absent-too", "no"))).toBe(wrong);
  });

  it("get a challenge of the same shape, and the same salt and name each time", async () => {
    const mail = await makePool(house, { usernameAttributes: ["email"] });
    const web = await makeClient(house, mail);
    await makeUser(house, mail, "anna@b.test", "right horse", { attributes: { email: "anna@b.test" } });
    const known = (await startSrp(house, mail, web, "anna@b.test")).answer;
    const absent = (await startSrp(house, mail, web, "nobody@b.test")).answer;
    const again = (await startSrp(house, mail, web, "NOBODY@b.test")).answer;
    const shape = ({ ChallengeParameters, ...rest }: typeof known) => ({
      members: Object.keys(rest).sort(),
      parameters: Object.fromEntries(
        Object.entries(ChallengeParameters).map(([name, value]) => [
          name,
          name === "SRP_B" ? value.length > 760 : value.length,
        ]),
      ),
    });
    expect(shape(absent)).toEqual(shape(known));
    const { SALT, USER_ID_FOR_SRP, SRP_B } = absent.ChallengeParameters;
    expect(again.ChallengeParameters).toMatchObject({ SALT, USER_ID_FOR_SRP });
    expect(again.ChallengeParameters["SRP_B"]).not.toBe(SRP_B);
    expect(USER_ID_FOR_SRP).toMatch(/^[0-9a-f-]{36}$/);
    expect(SALT).not.toBe(known.ChallengeParameters["SALT"]);
  });

  it("are named where the client says so", async () => {
    const telling = await makeClient(house, pool, { preventUserExistenceErrors: "LEGACY" });
    await expect(byPassword("nobody", "no", telling)).rejects.toMatchObject({
      code: "UserNotFoundException",
      message: "User does not exist.",
    });
    await makeUser(house, pool, "imported", undefined, { status: "RESET_REQUIRED" });
    await expect(byPassword("imported", "no", telling)).rejects.toMatchObject({
      code: "PasswordResetRequiredException",
    });
    expect(await messageOf(byPassword("imported", "no"))).toBe(wrong);
  });

  it("take as long as users who are: undisturbed first steps and proofs are close", {
    timeout: 120_000,
    retry: 2,
  }, async () => {
    const trials = 150;
    // A repetition needs people and strangers of its own.
    const run = house.parts.random.uuid().slice(0, 8);
    const first: Record<string, number[]> = { known: [], absent: [] };
    const proof: Record<string, number[]> = { known: [], absent: [] };
    for (let index = 0; index < trials; index += 1) {
      await makeUser(house, pool, `timed-${run}-${index}`, "right horse");
    }
    const responses = { PASSWORD_CLAIM_SIGNATURE: "AAAA", TIMESTAMP: srpTimestamp(house.parts.clock.now()) };
    for (let index = 0; index < trials; index += 1) {
      // Turn about, so that what else the machine does falls on both.
      for (const kind of index % 2 === 0 ? ["known", "absent"] : ["absent", "known"]) {
        const USERNAME = kind === "known" ? `timed-${run}-${index}` : `nobody-${run}-${index}`;
        const started = performance.now();
        const answer = await house.signIn.initiate({
          ClientId: client.id,
          AuthFlow: "USER_SRP_AUTH",
          AuthParameters: { USERNAME, SRP_A: "ab".repeat(383) },
        });
        first[kind]?.push(performance.now() - started);
        const { SECRET_BLOCK = "" } = answer.ChallengeParameters;
        const answering = performance.now();
        await messageOf(
          house.signIn.respond({
            ClientId: client.id,
            ChallengeName: "PASSWORD_VERIFIER",
            ChallengeResponses: { USERNAME, PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK, ...responses },
          }),
        );
        proof[kind]?.push(performance.now() - answering);
      }
    }
    // The lower fifth: what other work on the machine does to a request falls on the slower ones.
    const typical = (values: readonly number[] = []): number => values.toSorted((a, b) => a - b)[trials / 5] ?? 0;
    for (const times of [first, proof]) {
      const ratio = typical(times["absent"]) / typical(times["known"]);
      expect(Math.abs(1 - ratio)).toBeLessThan(0.15);
    }
  });
});
