/** A signed-in user's own account, through the AWS SDK: attributes taken away, factors, refreshed and rotated tokens, temporary passwords. */

import {
  AdminCreateUserCommand,
  DeleteUserAttributesCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserAuthFactorsCommand,
  GetUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SetUserSettingsCommand,
  UpdateUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { expect, test } from "vitest";
import { config, password, usePools } from "./support.ts";

const { server, member, signIn, passwordClient } = usePools();

const idp = () => server().idp;
const attributesOf = async (AccessToken: string | undefined) => {
  const { UserAttributes } = await idp().send(new GetUserCommand({ AccessToken }));
  return Object.fromEntries((UserAttributes ?? []).map(({ Name = "", Value }) => [Name, Value]));
};

test("DeleteUserAttributes: they are gone from GetUser and tokens; required ones and sub cannot be taken away", async () => {
  const made = await server().make(config({ RequiredSignUpAttributes: ["NAME"] }));
  await member(made, "ann", { name: "Ann", nickname: "an", email: "ann@example.org" });
  const { AccessToken } = (await signIn(made, "ann")).AuthenticationResult ?? {};
  const take = (...UserAttributeNames: string[]) =>
    idp().send(new DeleteUserAttributesCommand({ AccessToken, UserAttributeNames }));
  await take("nickname", "email");
  const left = await attributesOf(AccessToken);
  expect(Object.keys(left).toSorted()).toEqual(["name", "sub"]);
  const { IdToken = "" } = (await signIn(made, "ann")).AuthenticationResult ?? {};
  const claims = JSON.parse(Buffer.from(IdToken.split(".")[1] ?? "", "base64url").toString()) as object;
  expect(claims).toMatchObject({ name: "Ann" });
  expect(claims).not.toHaveProperty("nickname");
  expect(claims).not.toHaveProperty("email");
  for (const name of ["name", "sub", "custom:none"]) {
    await expect(take(name)).rejects.toMatchObject({ name: "InvalidParameterException" });
  }
  expect(Object.keys(await attributesOf(AccessToken)).toSorted()).toEqual(["name", "sub"]);
});

test("GetTokensFromRefreshToken: new tokens of the same sign-in; where the client rotates, the old token is reused once", async () => {
  const made = await server().make(config());
  await member(made, "ann");
  const ClientId = await passwordClient(made);
  const first = (await signIn(made, "ann", ClientId)).AuthenticationResult;
  const refresh = (RefreshToken: string | undefined) =>
    idp().send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken }));
  const renewed = (await refresh(first?.RefreshToken)).AuthenticationResult;
  expect(renewed?.AccessToken).not.toBe(first?.AccessToken);
  expect(renewed?.RefreshToken).toBeUndefined();
  expect(await attributesOf(renewed?.AccessToken)).toEqual(await attributesOf(first?.AccessToken));

  const RefreshTokenRotation = { Feature: "ENABLED", RetryGracePeriodSeconds: 0 } as const;
  const ExplicitAuthFlows = ["ALLOW_USER_PASSWORD_AUTH" as const];
  const rotating = { UserPoolId: made.userPoolId, ClientId, ExplicitAuthFlows, RefreshTokenRotation };
  await idp().send(new UpdateUserPoolClientCommand(rotating));
  const rotated = (await refresh(first?.RefreshToken)).AuthenticationResult;
  expect(rotated?.RefreshToken).toBeDefined();
  expect(rotated?.RefreshToken).not.toBe(first?.RefreshToken);
  await expect(refresh(first?.RefreshToken)).rejects.toMatchObject({ name: "RefreshTokenReuseException" });
  // Somebody has a copy: the whole family ends.
  await expect(refresh(rotated?.RefreshToken)).rejects.toMatchObject({ message: "Refresh Token has been revoked" });
  await expect(attributesOf(rotated?.AccessToken)).rejects.toMatchObject({ message: "Access Token has been revoked" });
  await expect(refresh("made-up")).rejects.toMatchObject({ message: "Invalid Refresh Token" });
});

test("SetUserSettings switches SMS codes on and off; GetUserAuthFactors tells", async () => {
  const made = await server().make(config({ Mfa: { MFAMode: "OPTIONAL", Settings: { MfaTypes: ["SMS"] } } }));
  await member(made, "ann", { phone_number: "+12065550130" });
  const { AccessToken } = (await signIn(made, "ann")).AuthenticationResult ?? {};
  const factors = () => idp().send(new GetUserAuthFactorsCommand({ AccessToken }));
  expect(await factors()).toMatchObject({ Username: "ann", ConfiguredUserAuthFactors: ["PASSWORD"] });
  expect((await factors()).UserMFASettingList).toBeUndefined();

  const MFAOptions = [{ AttributeName: "phone_number", DeliveryMedium: "SMS" as const }];
  await idp().send(new SetUserSettingsCommand({ AccessToken, MFAOptions }));
  expect((await factors()).UserMFASettingList).toEqual(["SMS_MFA"]);
  expect((await signIn(made, "ann")).ChallengeName).toBe("SMS_MFA");
  await idp().send(new SetUserSettingsCommand({ AccessToken, MFAOptions: [] }));
  expect((await signIn(made, "ann")).AuthenticationResult).toBeDefined();
});

test("RespondToAuthChallenge: a temporary password is changed, and no session leads past it", async () => {
  const made = await server().make(config());
  const { userPoolId: UserPoolId } = made;
  const ClientId = await passwordClient(made);
  await idp().send(new AdminCreateUserCommand({ UserPoolId, Username: "ann", TemporaryPassword: "Temporary-1" }));
  const AuthParameters = { USERNAME: "ann", PASSWORD: "Temporary-1" };
  const begin = () => idp().send(new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }));
  const asked = await begin();
  expect(asked.ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
  const answer = (ChallengeName: "NEW_PASSWORD_REQUIRED" | "SMS_MFA" | "MFA_SETUP", Session: string | undefined) =>
    idp().send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName,
        Session,
        ChallengeResponses: { USERNAME: "ann", NEW_PASSWORD: password, SMS_MFA_CODE: "000000" },
      }),
    );
  const dead = { message: "Invalid session for the user, session is expired." };
  await expect(answer("SMS_MFA", asked.Session)).rejects.toMatchObject(dead);
  await expect(answer("MFA_SETUP", asked.Session)).rejects.toMatchObject(dead);
  await expect(answer("NEW_PASSWORD_REQUIRED", "a-session-that-nobody-was-given")).rejects.toMatchObject(dead);
  expect((await answer("NEW_PASSWORD_REQUIRED", asked.Session)).AuthenticationResult).toBeDefined();
  await expect(answer("NEW_PASSWORD_REQUIRED", asked.Session)).rejects.toMatchObject(dead);
  expect((await signIn(made, "ann", ClientId)).AuthenticationResult).toBeDefined();
  await expect(begin()).rejects.toMatchObject({ message: "Incorrect username or password." });
});
