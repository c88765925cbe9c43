/** SRP against the unmodified client library: right and wrong passwords, hostile numbers, devices. */

import { getDiffieHellman } from "node:crypto";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createSrpClient, makeDeviceVerifier, signProof } from "../support/srpClient.ts";
import { createModularPower } from "#auth/modularPower";
import { createSrp, proofHolds, simulatedSub, simulatedVerifier } from "#auth/srp";
import type { PasswordVerifier } from "#auth/user";

const srp = createSrp();
const identity = { pool: "Ab12Cd34E", user: "9b2c1d6e-0000-4000-8000-000000000001" };
const timestamp = "Mon Nov 3 08:05:09 UTC 2026";
const secretBlock = Buffer.from("a sealed block").toString("base64");

async function signIn(password: string, stored: PasswordVerifier, who = identity): Promise<boolean> {
  const client = await createSrpClient(who.pool);
  const challenge = srp.challenge(client.publicValue, stored);
  if (!challenge) throw new Error("refused");
  const key = await client.key(who.user, password, challenge.publicValue, stored.salt);
  const signature = signProof(key, who.pool, who.user, secretBlock, timestamp);
  return proofHolds(challenge.proofKey, who, { secretBlock, signature, timestamp });
}

test("any password signs in and no other does, as amazon-cognito-identity-js sees it", {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 1, maxLength: 60, unit: "grapheme" }), async (password) => {
      const stored = srp.makeVerifier(identity, password);
      expect(srp.matches(identity, password, stored)).toBe(true);
      expect(srp.matches(identity, `${password}x`, stored)).toBe(false);
      expect(await signIn(password, stored)).toBe(true);
      expect(await signIn(`${password}x`, stored)).toBe(false);
    }),
    { numRuns: 12 },
  );
});

test("salts that start with a zero byte or a set bit are hashed as clients hash them", async () => {
  for (const lead of ["00", "0001", "7f", "80", "ff"]) {
    const salt = lead.padEnd(32, "5a");
    expect(await signIn("secret", srp.makeVerifier(identity, "secret", salt))).toBe(true);
  }
});

test("a device proves itself with group key and device key", async () => {
  const who = { pool: "-gRoUpKeY", user: "us-east-1_7d7a3a0e-1111-4111-8111-000000000000" };
  const device = await makeDeviceVerifier(who.pool, who.user);
  expect(await signIn(device.password, device, who)).toBe(true);
  expect(await signIn("another", device, who)).toBe(false);
});

test("A of 0, N, its multiples, beyond N or no number is refused", () => {
  const stored = srp.makeVerifier(identity, "secret");
  const n = BigInt(`0x${getDiffieHellman("modp15").getPrime("hex")}`);
  for (const a of [0n, n, 2n * n, n + 5n]) expect(srp.challenge(a.toString(16), stored)).toBeUndefined();
  for (const a of ["", "xyz", "0x12", "-1", " 12", "f".repeat(771), "f".repeat(770)]) {
    expect(srp.challenge(a, stored)).toBeUndefined();
  }
});

test("A of 1 and N-1 gives no key that a proof without the password could have", () => {
  const stored = srp.makeVerifier(identity, "secret");
  const n = BigInt(`0x${getDiffieHellman("modp15").getPrime("hex")}`);
  for (const a of [1n, n - 1n]) {
    const challenge = srp.challenge(a.toString(16), stored);
    const signature = signProof(Buffer.alloc(16), identity.pool, identity.user, secretBlock, timestamp);
    expect(challenge && proofHolds(challenge.proofKey, identity, { secretBlock, signature, timestamp })).toBe(false);
  }
});

test("a proof holds only for its block, time, user and pool", async () => {
  const stored = srp.makeVerifier(identity, "secret");
  const client = await createSrpClient(identity.pool);
  const challenge = srp.challenge(client.publicValue, stored);
  if (!challenge) throw new Error("refused");
  const key = await client.key(identity.user, "secret", challenge.publicValue, stored.salt);
  const signature = signProof(key, identity.pool, identity.user, secretBlock, timestamp);
  const proof = { secretBlock, signature, timestamp };
  expect(proofHolds(challenge.proofKey, identity, proof)).toBe(true);
  expect(proofHolds(challenge.proofKey, { ...identity, user: "other" }, proof)).toBe(false);
  expect(proofHolds(challenge.proofKey, { ...identity, pool: "other" }, proof)).toBe(false);
  expect(proofHolds(challenge.proofKey, identity, { ...proof, timestamp: "Mon Nov 3 08:05:10 UTC 2026" })).toBe(false);
  expect(proofHolds(challenge.proofKey, identity, { ...proof, secretBlock: "AAAA" })).toBe(false);
  expect(proofHolds(challenge.proofKey, identity, { ...proof, signature: "" })).toBe(false);
  const again = srp.challenge(client.publicValue, stored);
  expect(again && proofHolds(again.proofKey, identity, proof)).toBe(false);
});

test("a user who is not there looks the same each time and like one who is", () => {
  const secret = Buffer.alloc(32, 7);
  const made = simulatedVerifier(secret, "p_1", "nobody");
  expect(simulatedVerifier(secret, "p_1", "nobody")).toEqual(made);
  expect(simulatedVerifier(secret, "p_1", "nobody2").salt).not.toBe(made.salt);
  expect(simulatedVerifier(secret, "p_2", "nobody").salt).not.toBe(made.salt);
  expect(made.salt).toMatch(/^[0-9a-f]{32}$/);
  expect(made.verifier).toHaveLength(768);
  expect(simulatedSub(secret, "p_1", "nobody")).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  expect(srp.challenge("abcdef", made)?.publicValue.length).toBeGreaterThan(700);
});

test("the group opens at once and its powers are right", () => {
  const started = performance.now();
  const power = createModularPower();
  expect(performance.now() - started).toBeLessThan(200);
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: power.modulus - 1n }), fc.integer({ min: 1, max: 200 }), (base, exponent) => {
      let expected = 1n;
      for (let count = 0; count < exponent; count += 1) expected = (expected * base) % power.modulus;
      expect(power.raise(base, BigInt(exponent))).toBe(expected);
    }),
    {
      numRuns: 50,
      examples: [
        [1n, 3],
        [power.modulus - 1n, 3],
        [power.modulus - 1n, 4],
        [2n, 1],
      ],
    },
  );
});
