/** Second factors and remembered devices, in pools where they are off, optional and on. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type AuthHouse,
  makeClient,
  makePool,
  makeUser,
  openAuthHouse,
  poolSettings,
} from "../../support/authHouse.ts";
import { startSrp } from "../../support/srpSignIn.ts";
import { createSrpClient, makeDeviceVerifier, signProof } from "../../support/srpClient.ts";
import { srpTimestamp } from "../../support/srpTimestamp.ts";
import type { Client } from "#auth/client";
import type { MfaSettings, Pool, PoolSettings } from "#auth/pool";
import { matchingTotpStep, newTotpSecret, totpCode, totpStep } from "#auth/totp";
import type { User } from "#auth/user";
import type { SignInAnswer } from "#auth/signIn/signIn";

let house: AuthHouse;
beforeAll(async () => {
  house = await openAuthHouse();
});
afterAll(() => house.remove());

interface Place {
  readonly pool: Pool;
  readonly client: Client;
}

async function place(mfa: Partial<MfaSettings>, change: Partial<PoolSettings> = {}): Promise<Place> {
  const pool = await makePool(house, { mfa: { ...poolSettings.mfa, ...mfa }, ...change });
  return { pool, client: await makeClient(house, pool) };
}

function start({ client }: Place, extra: Record<string, string> = {}, username = "anna"): Promise<SignInAnswer> {
  return house.signIn.initiate({
    ClientId: client.id,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: username, PASSWORD: "right horse", ...extra },
  });
}

function answer({ client }: Place, asked: SignInAnswer, responses: Record<string, string>): Promise<SignInAnswer> {
  return house.signIn.respond({
    ClientId: client.id,
    ChallengeName: asked.ChallengeName ?? "PASSWORD_VERIFIER",
    Session: asked.Session,
    ChallengeResponses: { USERNAME: asked.ChallengeParameters["USERNAME"] ?? "anna", ...responses },
  });
}

const phone = { phone_number: "+15555550839", phone_number_verified: "true" };

async function withTotp({ pool }: Place, change: Partial<User> = {}): Promise<{ user: User; secret: Uint8Array }> {
  const mfa = { sms: false, softwareToken: true };
  const user = await makeUser(house, pool, "anna", "right horse", { mfa, ...change });
  const secret = newTotpSecret();
  await house.parts.stores.credentials.setPendingTotp(pool.id, user.sub, secret);
  await house.parts.stores.credentials.confirmTotp(pool.id, user.sub, 0);
  return { user, secret };
}

const codeNow = (secret: Uint8Array, steps = 0): string => totpCode(secret, totpStep(house.parts.clock.now()) + steps);
const wrongCode = (secret: Uint8Array): string =>
  ["000000", "000001", "000002", "000003"].find(
    (code) => matchingTotpStep(secret, code, house.parts.clock.now()) === undefined,
  ) ?? "";
const lastCode = (): string => /\d{6}/.exec(house.texts.at(-1)?.text ?? "")?.[0] ?? "";

describe("pools", () => {
  it("with MFA off ask for nothing, whatever the user has", async () => {
    const here = await place({ mode: "OFF", sms: true, softwareToken: true });
    await withTotp(here);
    expect((await start(here)).AuthenticationResult).toBeDefined();
  });

  it("with MFA optional ask only those who have a factor", async () => {
    const here = await place({ mode: "OPTIONAL", sms: true, softwareToken: true });
    await makeUser(house, here.pool, "anna", "right horse", { attributes: phone });
    expect((await start(here)).AuthenticationResult).toBeDefined();
    const with2 = await place({ mode: "OPTIONAL", sms: true, softwareToken: true });
    await makeUser(house, with2.pool, "anna", "right horse", {
      attributes: phone,
      mfa: { sms: true, softwareToken: false },
    });
    expect((await start(with2)).ChallengeName).toBe("SMS_MFA");
  });

  it("with MFA on ask a phone number for a code, and set up an app where there is none", async () => {
    const here = await place({ mode: "ON", sms: true, softwareToken: true });
    await makeUser(house, here.pool, "anna", "right horse", { attributes: phone });
    expect((await start(here)).ChallengeName).toBe("SMS_MFA");
    await makeUser(house, here.pool, "bert", "right horse");
    expect(await start(here, {}, "bert")).toMatchObject({
      ChallengeName: "MFA_SETUP",
      ChallengeParameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA","SMS_MFA"]' },
    });
  });
});

describe("a code by SMS", () => {
  it("is sent in the pool's words to a masked number; wrong ones may be mended, the right one counts once", async () => {
    const here = await place({ mode: "ON", sms: true, smsMessage: "Ohm says {####}!" });
    await makeUser(house, here.pool, "anna", "right horse", { attributes: phone });
    const asked = await start(here);
    expect(asked.ChallengeParameters).toMatchObject({
      CODE_DELIVERY_DELIVERY_MEDIUM: "SMS",
      CODE_DELIVERY_DESTINATION: "+*******0839",
    });
    expect(house.texts.at(-1)).toEqual({ to: "+15555550839", text: `Ohm says ${lastCode()}!` });
    const wrong = lastCode() === "000000" ? "000001" : "000000";
    await expect(answer(here, asked, { SMS_MFA_CODE: wrong })).rejects.toMatchObject({
      code: "CodeMismatchException",
      message: "Invalid code or auth state for the user.",
    });
    const tries = Array.from({ length: 50 }, () => answer(here, asked, { SMS_MFA_CODE: lastCode() }));
    const settled = await Promise.allSettled(tries);
    expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});

describe("a code of an app", () => {
  it("is good for one of fifty parallel uses, in this session or another, and not after", async () => {
    const here = await place({ mode: "OPTIONAL", softwareToken: true });
    const { secret } = await withTotp(here);
    const sessions = await Promise.all([start(here), start(here)]);
    expect(sessions[0]?.ChallengeName).toBe("SOFTWARE_TOKEN_MFA");
    const SOFTWARE_TOKEN_MFA_CODE = codeNow(secret);
    const tries = Array.from({ length: 50 }, (_, index) =>
      answer(here, sessions[index % 2] ?? { ChallengeParameters: {} }, { SOFTWARE_TOKEN_MFA_CODE }),
    );
    const settled = await Promise.allSettled(tries);
    expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(answer(here, await start(here), { SOFTWARE_TOKEN_MFA_CODE })).rejects.toMatchObject({
      code: "ExpiredCodeException",
    });
    house.pass(30_000);
    const next = await answer(here, await start(here), { SOFTWARE_TOKEN_MFA_CODE: codeNow(secret) });
    expect(next.AuthenticationResult).toBeDefined();
  });

  it("cannot be guessed: after five wrong codes even the right one waits, and a right password forgives nothing", async () => {
    const here = await place({ mode: "OPTIONAL", softwareToken: true });
    const { secret } = await withTotp(here);
    const asked = await start(here);
    for (let count = 0; count < 5; count += 1) {
      await expect(answer(here, asked, { SOFTWARE_TOKEN_MFA_CODE: wrongCode(secret) })).rejects.toMatchObject({
        code: "CodeMismatchException",
      });
    }
    house.pass(1_001);
    const again = await start(here);
    // A sixth failure locks for two seconds, time enough for a slow machine.
    await expect(answer(here, again, { SOFTWARE_TOKEN_MFA_CODE: wrongCode(secret) })).rejects.toMatchObject({
      code: "CodeMismatchException",
    });
    await house.atOnce(() =>
      expect(answer(here, again, { SOFTWARE_TOKEN_MFA_CODE: codeNow(secret) })).rejects.toMatchObject({
        message: "Password attempts exceeded",
      }),
    );
    house.pass(2_001);
    const done = await answer(here, again, { SOFTWARE_TOKEN_MFA_CODE: codeNow(secret) });
    expect(done.AuthenticationResult).toBeDefined();
  });
});

describe("several factors", () => {
  it("are chosen among, unless one is preferred", async () => {
    const here = await place({ mode: "OPTIONAL", sms: true, softwareToken: true });
    const both = { sms: true, softwareToken: true };
    const { user, secret } = await withTotp(here, { attributes: phone, mfa: both });
    const asked = await start(here);
    expect(asked).toMatchObject({
      ChallengeName: "SELECT_MFA_TYPE",
      ChallengeParameters: { MFAS_CAN_CHOOSE: '["SMS_MFA","SOFTWARE_TOKEN_MFA"]' },
    });
    await expect(answer(here, asked, { ANSWER: "EMAIL_OTP" })).rejects.toMatchObject({
      code: "InvalidParameterException",
    });
    const chosen = await answer(here, asked, { ANSWER: "SOFTWARE_TOKEN_MFA" });
    expect(chosen.ChallengeName).toBe("SOFTWARE_TOKEN_MFA");
    const done = await answer(here, chosen, { SOFTWARE_TOKEN_MFA_CODE: codeNow(secret) });
    expect(done.AuthenticationResult).toBeDefined();
    const present = await house.parts.stores.users.find(here.pool.id, user.sub);
    if (!present) throw new Error("lost");
    const change = { mfa: { ...both, preferred: "SMS_MFA" as const } };
    await house.parts.stores.users.update(here.pool, present, change, Date.now());
    expect((await start(here)).ChallengeName).toBe("SMS_MFA");
  });
});

describe("no way round", () => {
  it("a session serves its own challenge, client and user only", async () => {
    const here = await place({ mode: "OPTIONAL", sms: true, softwareToken: true });
    const { secret } = await withTotp(here);
    await makeUser(house, here.pool, "bert", "right horse", {
      attributes: phone,
      mfa: { sms: true, softwareToken: false },
    });
    const anna = await start(here);
    const bert = await start(here, {}, "bert");
    const SOFTWARE_TOKEN_MFA_CODE = codeNow(secret);
    const dead = { message: "Invalid session for the user, session is expired." };
    const skip = { ...anna, ChallengeName: "MFA_SETUP" } as const;
    await expect(answer(here, skip, {})).rejects.toMatchObject(dead);
    const newPassword = { ...anna, ChallengeName: "NEW_PASSWORD_REQUIRED" } as const;
    await expect(answer(here, newPassword, { NEW_PASSWORD: "taken over" })).rejects.toMatchObject(dead);
    const swapped = { ...anna, Session: bert.Session ?? "" };
    await expect(answer(here, swapped, { SOFTWARE_TOKEN_MFA_CODE })).rejects.toMatchObject(dead);
    await expect(answer(here, anna, { USERNAME: "bert", SOFTWARE_TOKEN_MFA_CODE })).rejects.toMatchObject(dead);
    const elsewhere = { pool: here.pool, client: await makeClient(house, here.pool) };
    await expect(answer(elsewhere, anna, { SOFTWARE_TOKEN_MFA_CODE })).rejects.toMatchObject(dead);
    for (const Session of ["x".repeat(64), `${anna.Session}A`]) {
      await expect(answer(here, { ...anna, Session }, { SOFTWARE_TOKEN_MFA_CODE })).rejects.toMatchObject(dead);
    }
    expect((await answer(here, anna, { SOFTWARE_TOKEN_MFA_CODE })).AuthenticationResult).toBeDefined();
  });

  it("MFA_SETUP gives no tokens before the app was verified", async () => {
    const here = await place({ mode: "ON", softwareToken: true });
    await makeUser(house, here.pool, "anna", "right horse");
    const asked = await start(here);
    expect(asked.ChallengeName).toBe("MFA_SETUP");
    await expect(answer(here, asked, {})).rejects.toMatchObject({ code: "InvalidParameterException" });
  });

  it("a user who is disabled in the middle gets no further", async () => {
    const here = await place({ mode: "OPTIONAL", softwareToken: true });
    const { user, secret } = await withTotp(here);
    const asked = await start(here);
    await house.parts.stores.users.update(here.pool, user, { enabled: false }, Date.now());
    await expect(answer(here, asked, { SOFTWARE_TOKEN_MFA_CODE: codeNow(secret) })).rejects.toThrow(
      "User is disabled.",
    );
  });
});

describe("devices", () => {
  const devices = { challengeRequiredOnNewDevice: true, deviceOnlyRememberedOnUserPrompt: false };

  async function confirmedDevice(here: Place, user: User, result: SignInAnswer["AuthenticationResult"]) {
    const { DeviceKey = "", DeviceGroupKey = "" } = result?.NewDeviceMetadata ?? {};
    const made = await makeDeviceVerifier(DeviceGroupKey, DeviceKey);
    const device = await house.parts.stores.devices.find(here.pool.id, user.sub, DeviceKey);
    if (!device) throw new Error("no device");
    const change = { verifier: { salt: made.salt, verifier: made.verifier }, remembered: true };
    await house.parts.stores.devices.update(device, change, Date.now());
    return { key: DeviceKey, groupKey: DeviceGroupKey, password: made.password };
  }

  type Known = Awaited<ReturnType<typeof confirmedDevice>>;

  async function proveDevice(here: Place, asked: SignInAnswer, device: Known, password: string) {
    const srp = await createSrpClient(device.groupKey);
    const challenge = await answer(here, asked, { DEVICE_KEY: device.key, SRP_A: srp.publicValue });
    expect(challenge.ChallengeName).toBe("DEVICE_PASSWORD_VERIFIER");
    const { SALT = "", SRP_B = "", SECRET_BLOCK = "", DEVICE_KEY = "" } = challenge.ChallengeParameters;
    const key = await srp.key(DEVICE_KEY, password, SRP_B, SALT);
    const TIMESTAMP = srpTimestamp(house.parts.clock.now());
    return answer(here, challenge, {
      DEVICE_KEY,
      PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
      PASSWORD_CLAIM_SIGNATURE: signProof(key, device.groupKey, DEVICE_KEY, SECRET_BLOCK, TIMESTAMP),
      TIMESTAMP,
    });
  }

  it("that are remembered stand in for the code, once they have proven themselves", async () => {
    const here = await place({ mode: "OPTIONAL", softwareToken: true }, { devices });
    const { user, secret } = await withTotp(here);
    const first = await answer(here, await start(here), { SOFTWARE_TOKEN_MFA_CODE: codeNow(secret) });
    const device = await confirmedDevice(here, user, first.AuthenticationResult);
    expect(device.key).toMatch(/^us-east-1_[0-9a-f-]{36}$/);
    const asked = await start(here, { DEVICE_KEY: device.key });
    expect(asked.ChallengeName).toBe("DEVICE_SRP_AUTH");
    await expect(proveDevice(here, asked, device, "not the device's")).rejects.toMatchObject({
      code: "NotAuthorizedException",
    });
    const again = await start(here, { DEVICE_KEY: device.key });
    const done = await proveDevice(here, again, device, device.password);
    expect(done.AuthenticationResult?.NewDeviceMetadata).toBeUndefined();
    const verified = await house.verifier.verify(done.AuthenticationResult?.AccessToken ?? "", {
      pools: "any",
      clients: "any",
      use: "access",
    });
    expect(verified).toMatchObject({ ok: true, caller: { claims: { device_key: device.key } } });

    const RefreshToken = done.AuthenticationResult?.RefreshToken ?? "";
    const refresh = { ClientId: here.client.id, RefreshToken };
    await expect(house.signIn.refresh(refresh)).rejects.toMatchObject({ message: "Invalid Refresh Token" });
    await expect(house.signIn.refresh({ ...refresh, DeviceKey: "us-east-1_00" })).rejects.toMatchObject({
      message: "Invalid Refresh Token",
    });
    const refreshed = await house.signIn.refresh({ ...refresh, DeviceKey: device.key });
    expect(refreshed.AuthenticationResult?.AccessToken).toBeDefined();
  });

  it("that are unknown or another user's are refused in the words clients act on", async () => {
    const here = await place({ mode: "OFF" }, { devices });
    await makeUser(house, here.pool, "anna", "right horse");
    const bert = await makeUser(house, here.pool, "bert", "right horse");
    const his = await confirmedDevice(here, bert, (await start(here, {}, "bert")).AuthenticationResult);
    for (const DEVICE_KEY of ["us-east-1_5a0f0000-0000-4000-8000-000000000000", his.key]) {
      for (const username of ["anna", "nobody"]) {
        await expect(start(here, { DEVICE_KEY }, username)).rejects.toMatchObject({
          code: "ResourceNotFoundException",
          message: "Device does not exist.",
        });
      }
    }
  });

  it("that are unknown leave the session good for the same answer without them", async () => {
    const here = await place({ mode: "OFF" }, { devices });
    await makeUser(house, here.pool, "anna", "right horse");
    const started = await startSrp(house, here.pool, here.client, "anna");
    const responses = await started.prove("right horse");
    const stale = { ...responses, DEVICE_KEY: "us-east-1_5a0f0000-0000-4000-8000-000000000000" };
    await expect(answer(here, started.answer, stale)).rejects.toMatchObject({ message: "Device does not exist." });
    expect((await answer(here, started.answer, responses)).AuthenticationResult).toBeDefined();
  });

  it("that are not remembered spare nobody the code", async () => {
    const here = await place({ mode: "OPTIONAL", softwareToken: true }, { devices });
    const { user, secret } = await withTotp(here);
    const first = await answer(here, await start(here), { SOFTWARE_TOKEN_MFA_CODE: codeNow(secret) });
    const device = await confirmedDevice(here, user, first.AuthenticationResult);
    const held = await house.parts.stores.devices.find(here.pool.id, user.sub, device.key);
    if (!held) throw new Error("no device");
    await house.parts.stores.devices.update(held, { remembered: false }, Date.now());
    expect((await start(here, { DEVICE_KEY: device.key })).ChallengeName).toBe("SOFTWARE_TOKEN_MFA");
  });
});
