/** One person's life with unmodified aws-amplify 6: second factors, a remembered device, forgotten passwords, refresh, sign-out, the end. */

import {
  confirmResetPassword,
  confirmSignIn,
  confirmSignUp,
  confirmUserAttribute,
  deleteUser,
  fetchAuthSession,
  fetchDevices,
  fetchMFAPreference,
  fetchUserAttributes,
  forgetDevice,
  getCurrentUser,
  rememberDevice,
  resendSignUpCode,
  resetPassword,
  setUpTOTP,
  signIn,
  signOut,
  signUp,
  updateMFAPreference,
  updatePassword,
  updateUserAttributes,
  verifyTOTPSetup,
} from "aws-amplify/auth";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { forgetSignIn, useAmplify } from "../support/amplifyClient.ts";
import { appCode } from "../support/appCode.ts";
import { type AuthServer, type MadePool, startAuthServer } from "../support/authServer.ts";

let server: AuthServer;
beforeAll(async () => {
  server = await startAuthServer();
});
afterAll(() => server.close());
afterEach(() => forgetSignIn());

const password = "Right-horse-1";
const email = "anna@example.test";
const phone = "+15555550839";

async function join(pool: MadePool, address: string): Promise<void> {
  useAmplify(server, pool);
  await signUp({ username: "anna", password, options: { userAttributes: { email, phone_number: phone } } });
  await codeSent(() => resendSignUpCode({ username: "anna" }));
  const confirmationCode = server.codeFor(address);
  await confirmSignUp({ username: "anna", confirmationCode });
  await expect(confirmSignUp({ username: "anna", confirmationCode })).rejects.toThrow(/confirmed/);
}

/** Some messages are sent after the answer, lest its timing tell who exists. */
async function codeSent<T>(work: () => Promise<T>): Promise<T> {
  const sent = (): number => server.mails.length + server.texts.length;
  const before = sent();
  const result = await work();
  await vi.waitFor(() => expect(sent()).toBe(before + 1));
  return result;
}

const codeOf = (secret: string, steps = 0): string => appCode(secret, server.auth.parts.clock.now(), steps);

const base = { SignInMethod: "USERNAME", RequiredSignUpAttributes: ["EMAIL"] } as const;

describe("second factors and devices", () => {
  it("SMS, an app, the choice between them, and a remembered device that spares them", async () => {
    const pool = await server.makePool(
      { ...base, Mfa: { MFAMode: "OPTIONAL", Settings: { MfaTypes: ["SMS", "TOTP"] } } },
      {
        devices: { challengeRequiredOnNewDevice: true, deviceOnlyRememberedOnUserPrompt: false },
        autoVerifiedAttributes: ["phone_number"],
      },
    );
    await join(pool, phone);
    const storage = useAmplify(server, pool);
    expect(await signIn({ username: "anna", password })).toMatchObject({ isSignedIn: true });
    const [device] = await fetchDevices();
    expect(device?.id).toMatch(/^us-east-1_/);

    await updateMFAPreference({ sms: "ENABLED" });
    const { sharedSecret } = await setUpTOTP();
    await verifyTOTPSetup({ code: codeOf(sharedSecret) });
    await updateMFAPreference({ totp: "ENABLED" });
    expect(await fetchMFAPreference()).toEqual({ enabled: expect.arrayContaining(["SMS", "TOTP"]) });
    await signOut();

    // The device was confirmed without asking, so it stands in for the code.
    useAmplify(server, pool, storage);
    const before = server.calls.length;
    expect(await signIn({ username: "anna", password })).toMatchObject({ isSignedIn: true });
    expect(server.calls.slice(before).map(({ operation }) => operation)).toEqual([
      "InitiateAuth",
      "RespondToAuthChallenge",
      "RespondToAuthChallenge",
      "RespondToAuthChallenge",
    ]);
    await forgetDevice();
    await signOut().catch(() => undefined);

    useAmplify(server, pool, storage);
    let step = await signIn({ username: "anna", password });
    expect(step.nextStep).toMatchObject({
      signInStep: "CONTINUE_SIGN_IN_WITH_MFA_SELECTION",
      allowedMFATypes: ["SMS", "TOTP"],
    });
    step = await confirmSignIn({ challengeResponse: "SMS" });
    expect(step.nextStep).toMatchObject({
      signInStep: "CONFIRM_SIGN_IN_WITH_SMS_CODE",
      codeDeliveryDetails: { deliveryMedium: "SMS", destination: "+*******0839" },
    });
    step = await confirmSignIn({ challengeResponse: server.codeFor(phone) });
    expect(step.isSignedIn).toBe(true);
    await signOut();

    // Another browser, which nobody knows.
    useAmplify(server, pool);
    step = await signIn({ username: "anna", password });
    step = await confirmSignIn({ challengeResponse: "TOTP" });
    expect(step.nextStep.signInStep).toBe("CONFIRM_SIGN_IN_WITH_TOTP_CODE");
    expect(await confirmSignIn({ challengeResponse: codeOf(sharedSecret, 1) })).toMatchObject({ isSignedIn: true });
    expect(await fetchDevices()).toHaveLength(2);
  });

  it("a device is remembered when the person says so, where the pool wants it so", async () => {
    const pool = await server.makePool(base, {
      devices: { challengeRequiredOnNewDevice: true, deviceOnlyRememberedOnUserPrompt: true },
    });
    await join(pool, email);
    const storage = useAmplify(server, pool);
    await signIn({ username: "anna", password });
    await rememberDevice();
    expect(await fetchDevices()).toHaveLength(1);
    await signOut();
    useAmplify(server, pool, storage);
    expect(await signIn({ username: "anna", password })).toMatchObject({ isSignedIn: true });
    // A key the server no longer knows is dropped by the client, which begins anew by itself.
    const { stores } = server.auth.parts;
    const { userId } = await getCurrentUser();
    for (const { id } of await fetchDevices()) await stores.devices.remove(pool.userPoolId, userId, id);
    await forgetSignIn();
    useAmplify(server, pool, storage);
    expect(await signIn({ username: "anna", password })).toMatchObject({ isSignedIn: true });
  });
});

describe("the account", () => {
  let pool: MadePool;
  beforeAll(async () => {
    pool = await server.makePool(base, { autoVerifiedAttributes: ["email"] });
    await join(pool, email);
  });

  it("changes attributes, and verifies a new address", async () => {
    useAmplify(server, pool);
    await signIn({ username: "anna", password });
    const updated = await updateUserAttributes({ userAttributes: { nickname: "Nan", email: "new@example.test" } });
    expect(updated.nickname?.isUpdated).toBe(true);
    expect(await fetchUserAttributes()).toMatchObject({ nickname: "Nan", email_verified: "false" });
    await expect(confirmUserAttribute({ userAttributeKey: "email", confirmationCode: "000000" })).rejects.toMatchObject(
      { name: "CodeMismatchException" },
    );
    const confirmationCode = server.codeFor("new@example.test");
    await confirmUserAttribute({ userAttributeKey: "email", confirmationCode });
    expect(await fetchUserAttributes()).toMatchObject({ email: "new@example.test", email_verified: "true" });
  });

  it("changes and resets the password; the old one is of no use afterwards", async () => {
    useAmplify(server, pool);
    await signIn({ username: "anna", password });
    await updatePassword({ oldPassword: password, newPassword: "Second-horse-2" });
    await signOut();
    await expect(signIn({ username: "anna", password })).rejects.toMatchObject({ name: "NotAuthorizedException" });
    const reset = await codeSent(() => resetPassword({ username: "anna" }));
    expect(reset.nextStep.resetPasswordStep).toBe("CONFIRM_RESET_PASSWORD_WITH_CODE");
    const confirmationCode = server.codeFor("new@example.test");
    await confirmResetPassword({ username: "anna", confirmationCode, newPassword: password });
    await expect(signIn({ username: "anna", password: "Second-horse-2" })).rejects.toMatchObject({
      message: "Incorrect username or password.",
    });
    expect(await signIn({ username: "anna", password })).toMatchObject({ isSignedIn: true });
  });

  it("refreshes its session with rotation, and learns of a global sign-out elsewhere", async () => {
    const { stores, clock } = server.auth.parts;
    const client = await stores.clients.find(pool.webClientId);
    if (!client) throw new Error("lost");
    const settings = { ...client.settings, rotation: { graceSeconds: 0 } };
    await stores.clients.update(client, { settings }, clock.now());
    const storage = useAmplify(server, pool);
    await signIn({ username: "anna", password });
    const refreshTokens = (): readonly string[] =>
      [...storage.items].filter(([key]) => key.endsWith(".refreshToken")).map(([, value]) => value);
    const seen = new Set(refreshTokens());
    const first = (await fetchAuthSession()).tokens?.accessToken.toString();
    for (let count = 0; count < 3; count += 1) {
      const { tokens } = await fetchAuthSession({ forceRefresh: true });
      expect(tokens?.accessToken.toString()).not.toBe(first);
      for (const token of refreshTokens()) seen.add(token);
    }
    expect(seen.size).toBe(4);

    const kept = new Map(storage.items);
    const elsewhere = useAmplify(server, pool);
    await signIn({ username: "anna", password });
    await signOut({ global: true });
    elsewhere.items.clear();
    for (const [key, value] of kept) storage.items.set(key, value);
    useAmplify(server, pool, storage);
    await expect(fetchUserAttributes()).rejects.toMatchObject({
      name: "NotAuthorizedException",
      message: "Access Token has been revoked",
    });
    // The refusal is one of those on which the library drops its tokens.
    expect((await fetchAuthSession({ forceRefresh: true })).tokens).toBeUndefined();
    await expect(getCurrentUser()).rejects.toMatchObject({ name: "UserUnAuthenticatedException" });
  });

  it("ends its tokens when it signs out, and everything when it is deleted", async () => {
    useAmplify(server, pool);
    await signIn({ username: "anna", password });
    const token = (await fetchAuthSession()).tokens?.accessToken.toString() ?? "";
    const anyone = { pools: "any", clients: "any", use: "access" } as const;
    expect(await server.auth.verifier.verify(token, anyone)).toMatchObject({ ok: true });
    await signOut();
    expect(server.calls.at(-1)).toMatchObject({ operation: "RevokeToken", fault: undefined });
    expect(await server.auth.verifier.verify(token, anyone)).toMatchObject({ ok: false, refusal: "revoked" });

    await signIn({ username: "anna", password });
    await deleteUser();
    await expect(signIn({ username: "anna", password })).rejects.toMatchObject({
      message: "Incorrect username or password.",
    });
  });
});

it("leaves nothing in the log to complain about", () => {
  expect(server.complaints).toEqual([]);
});
