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
import { forgetSignIn, useAmplify } from "../support/amplifyClient.ts";
import { appCode } from "../support/appCode.ts";
import { type AuthServer, type MadePool, startAuthServer } from "../support/authServer.ts";

let server: AuthServer;
beforeAll(async () => {
  server = await startAuthServer();
});
afterAll(() => server.close());
afterEach(() => forgetSignIn());

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

type Step = Awaited<ReturnType<typeof signIn>>;

interface FirstSignIn {
  /** What was asked, and the error that a wrong answer got; both absent where nothing was asked. */
  readonly asked?: string;
  readonly refused?: string;
  readonly step: Step;
  /** Of the app that was set up. */
  readonly secret: string;
}

/** Goes through what the first sign-in of a person asks, giving a wrong answer first. */
async function firstSignIn({ username, address }: Person): Promise<FirstSignIn> {
  const { nextStep, ...step } = await signIn({ username, password });
  if (nextStep.signInStep === "DONE") return { step: { nextStep, ...step }, secret: "" };
  const refused = await confirmSignIn({ challengeResponse: "000000" }).then(
    () => "nothing",
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  );
  const setUp = nextStep.signInStep === "CONTINUE_SIGN_IN_WITH_TOTP_SETUP";
  const secret = setUp ? nextStep.totpSetupDetails.sharedSecret : "";
  const challengeResponse = setUp ? appCode(secret, Date.now()) : server.codeFor(address);
  return { asked: nextStep.signInStep, refused, step: await confirmSignIn({ challengeResponse }), secret };
}

const bySms = { asked: "CONFIRM_SIGN_IN_WITH_SMS_CODE", refused: "CodeMismatchException" };
const byNewApp = { asked: "CONTINUE_SIGN_IN_WITH_TOTP_SETUP", refused: "EnableSoftwareTokenMFAException" };

async function setUpApp(): Promise<string> {
  const { sharedSecret } = await setUpTOTP();
  await verifyTOTPSetup({ code: appCode(sharedSecret, Date.now()) });
  await updateMFAPreference({ totp: "PREFERRED" });
  return sharedSecret;
}

describe.each(methods)("a pool where people sign in by %s", (method) => {
  it.each(modes)("with MFA %s", async (mode) => {
    const pool = await makePool(method, mode);
    useAmplify(server, pool);
    const person = newPerson(method);
    await join(person);
    const first = await firstSignIn(person);
    const expected = mode !== "ON" ? {} : method === "PHONE_NUMBER" ? bySms : byNewApp;
    expect(first).toMatchObject({ ...expected, step: { isSignedIn: true, nextStep: { signInStep: "DONE" } } });
    expect("asked" in first).toBe(mode === "ON");
    const user = await getCurrentUser();
    expect(user.signInDetails?.loginId).toBe(person.username);
    expect(user.username).toBe(method === "USERNAME" ? person.username : user.userId);
    expect(await fetchUserAttributes()).toMatchObject({ ...person.attributes, sub: user.userId });
    const { tokens } = await fetchAuthSession();
    expect(tokens?.idToken?.payload).toMatchObject({ sub: user.userId, token_use: "id", aud: pool.webClientId });

    const secret = mode === "OPTIONAL" ? await setUpApp() : first.secret;
    await signOut();
    await expect(getCurrentUser()).rejects.toMatchObject({ name: "UserUnAuthenticatedException" });
    const again = await signIn({ username: person.username, password });
    const askedAgain = secret ? "CONFIRM_SIGN_IN_WITH_TOTP_CODE" : (expected as Partial<typeof bySms>).asked;
    expect(again.nextStep.signInStep).toBe(askedAgain ?? "DONE");
    // The step that set the app up is used; the next one is good already.
    const response = secret ? appCode(secret, Date.now(), 1) : server.codeFor(person.address);
    const done = again.isSignedIn ? again : await confirmSignIn({ challengeResponse: response });
    expect(done.isSignedIn).toBe(true);
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

it("leaves nothing in the log to complain about", () => {
  expect(server.complaints).toEqual([]);
});
