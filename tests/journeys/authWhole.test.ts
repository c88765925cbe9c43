/** A person's whole life on a whole server: what CreateBackendAuth made serves unmodified aws-amplify 6, amazon-cognito-identity-js and the AWS SDK. */

import { CreateBackendAPICommand } from "@aws-sdk/client-amplifybackend";
import {
  GetUserCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from "amazon-cognito-identity-js";
import { Amplify } from "aws-amplify";
import { generateClient } from "aws-amplify/api";
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
import { cognitoUserPoolsTokenProvider } from "aws-amplify/auth/cognito";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { forgetSignIn, MemoryStorage } from "../support/amplifyClient.ts";
import { appCode } from "../support/appCode.ts";
import { type Backend, codeIn, useBackends, withIdentityPool } from "../support/authBackends.ts";
import { outputsOf } from "../support/outputs.ts";

const { clients, make, completed, sentBy, signIn: sdkSignIn } = useBackends();
const email = "anna@example.test";
const phone = "+12065550170";
const first = "Right-horse-1";
const second = "Second-horse-2";
const third = "Third-horse-3";
const sdl =
  "type Note @model @auth(rules: [{ allow: public, provider: iam }, { allow: private, provider: iam }]) { id: ID! text: String }";

let backend: Backend;
let endpoint = "";
/** What the browser keeps. */
let storage = new MemoryStorage();

beforeAll(async () => {
  backend = await make(
    withIdentityPool(true, {
      SignInMethod: "EMAIL",
      RequiredSignUpAttributes: ["EMAIL"],
      Mfa: { MFAMode: "OPTIONAL", Settings: { MfaTypes: ["SMS", "TOTP"] } },
    }),
  );
  await trackDevicesAndRotate();
  endpoint = await makeApi();
});
afterEach(forgetSignIn);
afterAll(forgetSignIn);

/** What AmplifyBackend has no member for, a script sets as on AWS. */
async function trackDevicesAndRotate(): Promise<void> {
  const { idp } = clients();
  const { userPoolId: UserPoolId, clientId: ClientId } = backend;
  await idp.send(
    new UpdateUserPoolCommand({
      UserPoolId,
      MfaConfiguration: "OPTIONAL",
      AutoVerifiedAttributes: ["email", "phone_number"],
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: "verified_email", Priority: 1 }] },
      DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true },
    }),
  );
  await idp.send(
    new UpdateUserPoolClientCommand({
      UserPoolId,
      ClientId,
      ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH"],
      PreventUserExistenceErrors: "ENABLED",
      RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 0 },
    }),
  );
}

async function makeApi(): Promise<string> {
  const { client } = clients();
  const place = { AppId: backend.AppId, BackendEnvironmentName: backend.BackendEnvironmentName };
  const config = { ApiName: "notes", TransformSchema: sdl, DefaultAuthType: { Mode: "AWS_IAM" as const } };
  const request = { ...place, ResourceName: "notes", ResourceConfig: config };
  await completed(place, await client.send(new CreateBackendAPICommand(request)));
  return (await outputsOf(client, "api", place.AppId))?.["GraphQLAPIEndpointOutput"] ?? "";
}

/** The library as an app sets it up; without a storage, a browser that has never been here. */
function open(kept: MemoryStorage = new MemoryStorage()): void {
  const { server } = clients();
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: backend.userPoolId,
        userPoolClientId: backend.clientId,
        identityPoolId: backend.identityPoolId,
        allowGuestAccess: true,
        userPoolEndpoint: server.url,
        identityPoolEndpoint: server.url,
      },
    },
    API: { GraphQL: { endpoint, region: "us-east-1", defaultAuthMode: "iam" } },
  });
  storage = kept;
  cognitoUserPoolsTokenProvider.setKeyValueStorage(storage);
}

/** The code that `work` had sent. */
async function codeOf(to: string, work: () => Promise<unknown>): Promise<string> {
  return codeIn(await sentBy(to, work));
}

const create = `mutation Create($text: String) { createNote(input: { text: $text }) { text } }`;
const write = (text: string) => generateClient().graphql({ query: create, variables: { text } });

test("a guest calls the API with AWS credentials, signs up, confirms by the code sent, and signs in by SRP", async () => {
  open();
  const guest = await fetchAuthSession();
  expect(guest.tokens).toBeUndefined();
  expect(await write("by a guest")).toMatchObject({ data: { createNote: { text: "by a guest" } } });

  const userAttributes = { email, phone_number: phone };
  // Both may be verified, and nobody chose a channel: then the code goes to the phone.
  const confirmationCode = await codeOf(phone, () =>
    signUp({ username: email, password: first, options: { userAttributes } }),
  );
  await expect(confirmSignUp({ username: email, confirmationCode: "000000" })).rejects.toMatchObject({
    name: "CodeMismatchException",
  });
  expect(await confirmSignUp({ username: email, confirmationCode })).toMatchObject({ isSignUpComplete: true });
  await expect(signIn({ username: email, password: "Wrong-horse-9" })).rejects.toThrow(
    "Incorrect username or password.",
  );
  expect(await signIn({ username: email, password: first })).toMatchObject({ isSignedIn: true });

  const session = await fetchAuthSession();
  expect(session.identityId).toBe(guest.identityId);
  expect(session.credentials?.accessKeyId).not.toBe(guest.credentials?.accessKeyId);
  expect(await write("by Anna")).toMatchObject({ data: { createNote: { text: "by Anna" } } });
});

test("second factors by SMS and by an app, the choice between them, and a remembered device that spares both", async () => {
  open();
  expect(await signIn({ username: email, password: first })).toMatchObject({ isSignedIn: true });
  await rememberDevice();
  const known = storage;
  const ids = async () => (await fetchDevices()).map(({ id }) => id);
  const device = [...known.items].find(([key]) => key.endsWith("deviceKey"))?.[1];
  expect(await ids()).toContain(device);
  await updateMFAPreference({ sms: "ENABLED" });
  const { sharedSecret } = await setUpTOTP();
  await verifyTOTPSetup({ code: appCode(sharedSecret, Date.now()) });
  await updateMFAPreference({ totp: "ENABLED" });
  expect(await fetchMFAPreference()).toEqual({ enabled: expect.arrayContaining(["SMS", "TOTP"]) });
  await signOut();

  open(known);
  expect(await signIn({ username: email, password: first })).toMatchObject({ isSignedIn: true });
  await signOut();

  open();
  const choice = await signIn({ username: email, password: first });
  expect(choice.nextStep).toMatchObject({ signInStep: "CONTINUE_SIGN_IN_WITH_MFA_SELECTION" });
  const challengeResponse = await codeOf(phone, async () => {
    const asked = await confirmSignIn({ challengeResponse: "SMS" });
    expect(asked.nextStep.signInStep).toBe("CONFIRM_SIGN_IN_WITH_SMS_CODE");
  });
  expect(await confirmSignIn({ challengeResponse })).toMatchObject({ isSignedIn: true });
  await signOut();

  open();
  await signIn({ username: email, password: first });
  const asked = await confirmSignIn({ challengeResponse: "TOTP" });
  expect(asked.nextStep.signInStep).toBe("CONFIRM_SIGN_IN_WITH_TOTP_CODE");
  await expect(confirmSignIn({ challengeResponse: "000000" })).rejects.toMatchObject({
    name: "CodeMismatchException",
  });
  // The code that set the app up is used; the next one is good already.
  const next = appCode(sharedSecret, Date.now(), 1);
  expect(await confirmSignIn({ challengeResponse: next })).toMatchObject({ isSignedIn: true });
  await updateMFAPreference({ sms: "DISABLED", totp: "DISABLED" });
  await signOut();

  open(known);
  expect(await signIn({ username: email, password: first })).toMatchObject({ isSignedIn: true });
  await forgetDevice();
  await signOut().catch(() => undefined);
  open();
  await signIn({ username: email, password: first });
  expect(await ids()).not.toContain(device);
});

test("attributes are changed and a new address verified; the password is changed, forgotten and reset", async () => {
  open();
  await signIn({ username: email, password: first });
  const moved = "anna@example.org";
  const confirmationCode = await codeOf(moved, () =>
    updateUserAttributes({ userAttributes: { nickname: "Nan", email: moved } }),
  );
  expect(await fetchUserAttributes()).toMatchObject({ nickname: "Nan", email_verified: "false" });
  await confirmUserAttribute({ userAttributeKey: "email", confirmationCode });
  expect(await fetchUserAttributes()).toMatchObject({ email: moved, email_verified: "true" });
  await updatePassword({ oldPassword: first, newPassword: second });
  await signOut();
  await expect(signIn({ username: moved, password: first })).rejects.toMatchObject({ name: "NotAuthorizedException" });

  const reset = await codeOf(moved, async () => {
    const { nextStep } = await resetPassword({ username: moved });
    expect(nextStep.resetPasswordStep).toBe("CONFIRM_RESET_PASSWORD_WITH_CODE");
  });
  await confirmResetPassword({ username: moved, confirmationCode: reset, newPassword: third });
  await expect(signIn({ username: moved, password: second })).rejects.toMatchObject({
    name: "NotAuthorizedException",
  });
  expect(await signIn({ username: moved, password: third })).toMatchObject({ isSignedIn: true });
});

const address = "anna@example.org";

test("a session is refreshed with rotation, and ends everywhere by a global sign-out", async () => {
  open();
  await signIn({ username: address, password: third });
  const refreshToken = (): string | undefined => [...storage.items].find(([key]) => key.endsWith(".refreshToken"))?.[1];
  const seen = new Set([refreshToken()]);
  for (let count = 0; count < 3; count += 1) {
    expect((await fetchAuthSession({ forceRefresh: true })).tokens?.accessToken).toBeDefined();
    seen.add(refreshToken());
  }
  expect(seen.size).toBe(4);

  const here = new MemoryStorage();
  for (const [key, value] of storage.items) here.items.set(key, value);
  open();
  await signIn({ username: address, password: third });
  const AccessToken = (await fetchAuthSession()).tokens?.accessToken.toString();
  await signOut({ global: true });
  const revoked = { name: "NotAuthorizedException", message: "Access Token has been revoked" };
  await expect(clients().idp.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject(revoked);
  open(here);
  // Where there is an identity pool the library asks that one first, which believes these tokens no more, either.
  await expect(fetchUserAttributes()).rejects.toMatchObject({ name: "NotAuthorizedException" });
  expect((await fetchAuthSession({ forceRefresh: true })).tokens).toBeUndefined();
  await expect(getCurrentUser()).rejects.toMatchObject({ name: "UserUnAuthenticatedException" });
});

test("amazon-cognito-identity-js and the AWS SDK sign the same person in by SRP", async () => {
  const Pool = new CognitoUserPool({
    UserPoolId: backend.userPoolId,
    ClientId: backend.clientId,
    endpoint: clients().server.url,
  });
  const user = new CognitoUser({ Username: address, Pool });
  const tokens = await new Promise<string>((resolve, reject) => {
    user.authenticateUser(new AuthenticationDetails({ Username: address, Password: third }), {
      onSuccess: (session) => resolve(session.getAccessToken().getJwtToken()),
      onFailure: reject,
    });
  });
  const bySdk = (await sdkSignIn(backend, address, third)).AuthenticationResult?.AccessToken;
  for (const AccessToken of [tokens, bySdk]) {
    const { UserAttributes } = await clients().idp.send(new GetUserCommand({ AccessToken }));
    expect(UserAttributes).toContainEqual({ Name: "email", Value: address });
  }
  await expect(sdkSignIn(backend, address, "Wrong-horse-9")).rejects.toThrow("Incorrect username or password.");
});

test("the account is deleted, and nobody signs in by it", async () => {
  open();
  await signIn({ username: address, password: third });
  await deleteUser();
  await expect(signIn({ username: address, password: third })).rejects.toThrow("Incorrect username or password.");
});

test("the server has nothing to complain about", () => {
  expect(clients().server.output()).not.toMatch(/"level":"?(warn|error|40|50)/);
});
