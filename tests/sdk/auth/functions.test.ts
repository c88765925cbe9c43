/** Functions around sign-up and messages, and clients with a secret, through the AWS SDK. */

import { createHmac } from "node:crypto";
import {
  ConfirmSignUpCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  GetUserCommand,
  InitiateAuthCommand,
  type LambdaConfigType,
  SetUserMFAPreferenceCommand,
  AssociateSoftwareTokenCommand,
  VerifySoftwareTokenCommand,
  StartWebAuthnRegistrationCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, test } from "vitest";
import { config, password, usePools } from "./support.ts";

const { server, member, signIn, passwordClient } = usePools();

/** Pools name functions by ARN. */
const arn = (name: string): string => `arn:aws:lambda:us-east-1:123456789012:function:${name}`;

async function poolWith(LambdaConfig: LambdaConfigType) {
  const { idp } = server();
  const { UserPool } = await idp.send(
    new CreateUserPoolCommand({ PoolName: "with functions", AutoVerifiedAttributes: ["email"], LambdaConfig }),
  );
  const made = { userPoolId: String(UserPool?.Id), webClientId: "", nativeClientId: "", identityPoolId: "" };
  return passwordClient({ ...made, resourceId: "", outputs: {}, meta: {} });
}

function signUp(ClientId: string, Username: string) {
  const UserAttributes = [{ Name: "email", Value: `${Username}@example.org` }];
  const ValidationData = [{ Name: "invite", Value: "42" }];
  const request = { ClientId, Username, Password: password, UserAttributes, ValidationData };
  return server().idp.send(new SignUpCommand({ ...request, ClientMetadata: { from: "test" } }));
}

describe("functions", () => {
  test("PreSignUp may confirm and verify at once; PostConfirmation is told", async () => {
    const { functions, events, mails } = server();
    functions.set(arn("welcome"), () => ({ autoConfirmUser: true, autoVerifyEmail: true }));
    functions.set(arn("after"), () => ({}));
    const client = await poolWith({ PreSignUp: arn("welcome"), PostConfirmation: arn("after") });
    const sent = mails.length;
    expect((await signUp(client, "ann")).UserConfirmed).toBe(true);
    expect(mails).toHaveLength(sent);
    expect(events.slice(-2)).toMatchObject([
      {
        triggerSource: "PreSignUp_SignUp",
        userName: "ann",
        callerContext: { clientId: client },
        request: {
          userAttributes: { email: "ann@example.org" },
          validationData: { invite: "42" },
          clientMetadata: { from: "test" },
        },
      },
      {
        triggerSource: "PostConfirmation_ConfirmSignUp",
        request: { userAttributes: { email_verified: "true", "cognito:user_status": "CONFIRMED" } },
      },
    ]);
    const { AuthenticationResult } = await server().idp.send(
      new InitiateAuthCommand({
        ClientId: client,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: "ann", PASSWORD: password },
      }),
    );
    expect(AuthenticationResult?.AccessToken).toBeDefined();
  });

  test("a function that throws, is not there, or answers nonsense: three different faults, and no user", async () => {
    const { functions } = server();
    functions.set(arn("guard"), () => {
      throw new Error("No invitation");
    });
    const guarded = await poolWith({ PreSignUp: arn("guard") });
    await expect(signUp(guarded, "bob")).rejects.toMatchObject({
      name: "UserLambdaValidationException",
      message: "PreSignUp failed with error No invitation.",
    });
    const missing = await poolWith({ PreSignUp: arn("nowhere") });
    await expect(signUp(missing, "bob")).rejects.toMatchObject({ name: "UnexpectedLambdaException" });
    functions.set(arn("nonsense"), () => "text" as never);
    const odd = await poolWith({ PreSignUp: arn("nonsense") });
    await expect(signUp(odd, "bob")).rejects.toMatchObject({ name: "InvalidLambdaResponseException" });
    functions.set(arn("nonsense"), () => ({}));
    expect((await signUp(odd, "bob")).UserConfirmed).toBe(false);
  });

  test("CustomMessage writes the mail; a text without room for the code is not used", async () => {
    const { functions, mails } = server();
    functions.set(arn("words"), ({ request }) => ({
      emailSubject: `For ${String((request["userAttributes"] as Record<string, string>)["email"])}`,
      emailMessage: `Use ${String(request["codeParameter"])} now`,
    }));
    const client = await poolWith({ CustomMessage: arn("words") });
    await signUp(client, "cleo");
    expect(mails.at(-1)?.subject).toBe("For cleo@example.org");
    expect(mails.at(-1)?.body).toMatch(/^Use \d{6} now$/);
    functions.set(arn("words"), () => ({ emailMessage: "no code" }));
    await signUp(client, "dora");
    expect(mails.at(-1)?.body).toMatch(/^Your confirmation code is \d{6}$/);
  });
});

test("a client with a secret is held to it", async () => {
  const made = await server().make(config({ SignInMethod: "EMAIL" }));
  const { idp } = server();
  const { UserPoolClient } = await idp.send(
    new CreateUserPoolClientCommand({ UserPoolId: made.userPoolId, ClientName: "secret", GenerateSecret: true }),
  );
  const { ClientId = "", ClientSecret = "" } = UserPoolClient ?? {};
  const Username = "ann@example.org";
  const hash = createHmac("sha256", ClientSecret).update(`${Username}${ClientId}`).digest("base64");
  const request = { ClientId, Username, Password: password };
  await expect(idp.send(new SignUpCommand(request))).rejects.toMatchObject({
    name: "NotAuthorizedException",
    message: `Client ${ClientId} is configured with secret but SECRET_HASH was not received`,
  });
  await expect(idp.send(new SignUpCommand({ ...request, SecretHash: "d3Jvbmc=" }))).rejects.toMatchObject({
    message: `Unable to verify secret hash for client ${ClientId}`,
  });
  await idp.send(new SignUpCommand({ ...request, SecretHash: hash }));
  const ConfirmationCode = server().code(Username);
  await idp.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode, SecretHash: hash }));
});

test("an authenticator app is set up by a signed-in user; passkeys are refused plainly", async () => {
  const made = await server().make(config({ Mfa: { MFAMode: "OPTIONAL", Settings: { MfaTypes: ["TOTP"] } } }));
  const { idp } = server();
  await member(made, "ann");
  const AccessToken = (await signIn(made, "ann")).AuthenticationResult?.AccessToken;
  const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
  const prefer = () => idp.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }));
  await expect(prefer()).rejects.toMatchObject({ message: "User has not verified software token mfa" });
  const { SecretCode = "" } = await idp.send(new AssociateSoftwareTokenCommand({ AccessToken }));
  expect(SecretCode).toMatch(/^[A-Z2-7]{32,}$/);
  const wrong = idp.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: "000000" }));
  await expect(wrong).rejects.toMatchObject({ name: "EnableSoftwareTokenMFAException" });
  const UserCode = totp(SecretCode);
  const { Status } = await idp.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }));
  expect(Status).toBe("SUCCESS");
  await prefer();
  const user = await idp.send(new GetUserCommand({ AccessToken }));
  expect(user).toMatchObject({
    PreferredMfaSetting: "SOFTWARE_TOKEN_MFA",
    UserMFASettingList: ["SOFTWARE_TOKEN_MFA"],
  });
  expect((await signIn(made, "ann")).ChallengeName).toBe("SOFTWARE_TOKEN_MFA");
  const passkey = idp.send(new StartWebAuthnRegistrationCommand({ AccessToken }));
  await expect(passkey).rejects.toMatchObject({ name: "WebAuthnNotEnabledException" });
});

/** The code an authenticator app shows now, worked out by RFC 6238 from the base32 text. */
function totp(secret: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = Array.from(secret, (letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac("sha1", key).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
