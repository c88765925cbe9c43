/** Unmodified aws-amplify 6 over a real port: sign up, confirm, sign in by SRP, for each sign-in method and each mode of MFA. */

import {
  confirmSignIn,
  confirmSignUp,
  fetchAuthSession,
  fetchUserAttributes,
  getCurrentUser,
  setUpTOTP,
  signIn,
  signOut,
  signUp,
  updateMFAPreference,
  verifyTOTPSetup,
} from "aws-amplify/auth";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { totpCode, totpStep } from "#auth/totp";
import { forgetSignIn, useAmplify } from "../support/amplifyClient.ts";
import { type AuthServer, type MadePool, startAuthServer } from "../support/authServer.ts";

let server: AuthServer;
beforeAll(async () => {
  server = await startAuthServer();
});
afterAll(() => server.close());
afterEach(async () => {
  await forgetSignIn();
  expect(server.complaints).toEqual([]);
});

const methods = ["USERNAME", "EMAIL", "PHONE_NUMBER", "EMAIL_AND_PHONE_NUMBER"] as const;
const modes = ["OFF", "OPTIONAL", "ON"] as const;
const password = "Right-horse-1";
let people = 0;

interface Person {
  readonly username: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Where the sign-up code goes. */
  readonly address: string;
}

function newPerson(method: (typeof methods)[number]): Person {
  people += 1;
  const email = `person${people}@example.test`;
  const phone = `+1555555${String(people).padStart(4, "0")}`;
  if (method === "USERNAME") return { username: `person${people}`, attributes: { email }, address: email };
  if (method === "PHONE_NUMBER") return { username: phone, attributes: { phone_number: phone }, address: phone };
  return { username: email, attributes: { email }, address: email };
}

async function join({ username, attributes, address }: Person): Promise<void> {
  const joined = await signUp({ username, password, options: { userAttributes: { ...attributes } } });
  expect(joined.nextStep.signUpStep).toBe("CONFIRM_SIGN_UP");
  const confirmed = await confirmSignUp({ username, confirmationCode: server.codeFor(address) });
  expect(confirmed.isSignUpComplete).toBe(true);
}

function makePool(method: (typeof methods)[number], mode: (typeof modes)[number]): Promise<MadePool> {
  return server.makePool({
    SignInMethod: method,
    RequiredSignUpAttributes: method === "PHONE_NUMBER" ? ["PHONE_NUMBER"] : ["EMAIL"],
    Mfa: { MFAMode: mode, ...(mode !== "OFF" && { Settings: { MfaTypes: ["SMS", "TOTP"] } }) },
  });
}

/** The code an app would show now, of a secret as clients are given it. */
function appCode(base32: string, steps = 0): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...base32].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  return totpCode(bytes, totpStep(Date.now()) + steps);
}

describe.each(methods)("a pool where people sign in by %s", (method) => {
  it.each(modes)("with MFA %s", async (mode) => {
    const pool = await makePool(method, mode);
    useAmplify(server, pool);
    const person = newPerson(method);
    await join(person);
    let step = await signIn({ username: person.username, password });
    let secret = "";
    if (mode === "ON" && method === "PHONE_NUMBER") {
      expect(step.nextStep.signInStep).toBe("CONFIRM_SIGN_IN_WITH_SMS_CODE");
      await expect(confirmSignIn({ challengeResponse: "000000" })).rejects.toMatchObject({
        name: "CodeMismatchException",
      });
      step = await confirmSignIn({ challengeResponse: server.codeFor(person.address) });
    } else if (mode === "ON") {
      expect(step.nextStep.signInStep).toMatch(/^CONTINUE_SIGN_IN_WITH_(TOTP_SETUP|MFA_SETUP_SELECTION)$/);
      if (step.nextStep.signInStep === "CONTINUE_SIGN_IN_WITH_TOTP_SETUP") {
        secret = step.nextStep.totpSetupDetails.sharedSecret;
      }
      await expect(confirmSignIn({ challengeResponse: "000000" })).rejects.toMatchObject({
        name: "EnableSoftwareTokenMFAException",
      });
      step = await confirmSignIn({ challengeResponse: appCode(secret) });
    }
    expect(step).toMatchObject({ isSignedIn: true, nextStep: { signInStep: "DONE" } });
    const user = await getCurrentUser();
    expect(user.signInDetails?.loginId).toBe(person.username);
    if (method === "USERNAME") expect(user.username).toBe(person.username);
    else expect(user.username).toBe(user.userId);
    expect(await fetchUserAttributes()).toMatchObject({ ...person.attributes, sub: user.userId });
    const { tokens } = await fetchAuthSession();
    expect(tokens?.idToken?.payload).toMatchObject({ sub: user.userId, token_use: "id", aud: pool.webClientId });

    if (mode === "OPTIONAL") {
      secret = (await setUpTOTP()).sharedSecret;
      await verifyTOTPSetup({ code: appCode(secret) });
      await updateMFAPreference({ totp: "PREFERRED" });
    }
    await signOut();
    await expect(getCurrentUser()).rejects.toMatchObject({ name: "UserUnAuthenticatedException" });
    if (secret === "") return;
    step = await signIn({ username: person.username, password });
    expect(step.nextStep.signInStep).toBe("CONFIRM_SIGN_IN_WITH_TOTP_CODE");
    // The step that set the app up is used; the next one is good already.
    expect(await confirmSignIn({ challengeResponse: appCode(secret, 1) })).toMatchObject({ isSignedIn: true });
  });

  it("tells nobody who exists, and a wrong password is just wrong", async () => {
    const pool = await makePool(method, "OFF");
    useAmplify(server, pool);
    const person = newPerson(method);
    await join(person);
    const wrong = { name: "NotAuthorizedException", message: "Incorrect username or password." };
    await expect(signIn({ username: person.username, password: "Wrong-horse-1" })).rejects.toMatchObject(wrong);
    const stranger = newPerson(method).username;
    await expect(signIn({ username: stranger, password })).rejects.toMatchObject(wrong);
    // Whatever case it is typed in.
    expect(await signIn({ username: person.username.toUpperCase(), password })).toMatchObject({ isSignedIn: true });
  });
});

describe("e-mail address and phone number", () => {
  it("both sign in once both are verified", async () => {
    const pool = await makePool("EMAIL_AND_PHONE_NUMBER", "OFF");
    useAmplify(server, pool);
    const person = newPerson("EMAIL_AND_PHONE_NUMBER");
    await join(person);
    const { stores, clock } = server.auth.parts;
    const found = await stores.pools.find(pool.userPoolId);
    const user = found && (await stores.users.findBySignInName(found, person.username));
    if (!found || !user) throw new Error("lost");
    const phone = "+15555559999";
    await stores.users.update(
      found,
      user,
      {
        attributes: { ...user.attributes, phone_number: phone, phone_number_verified: "true" },
        names: [...(await stores.users.names(found.id, user.sub)), { kind: "phone_number", value: phone }],
      },
      clock.now(),
    );
    expect(await signIn({ username: phone, password })).toMatchObject({ isSignedIn: true });
    await signOut();
    expect(await signIn({ username: person.username, password })).toMatchObject({ isSignedIn: true });
  });
});
