/** Administration of users, groups, pools and clients, by signed requests of the AWS SDK. */

import {
  AddCustomAttributesCommand,
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserAttributesCommand,
  AdminDeleteUserCommand,
  AdminDisableProviderForUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminLinkProviderForUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminResetUserPasswordCommand,
  AdminRespondToAuthChallengeCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteGroupCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolCommand,
  DescribeRiskConfigurationCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  GetGroupCommand,
  GetUserCommand,
  GetUserPoolMfaConfigCommand,
  InitiateAuthCommand,
  ListGroupsCommand,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
  ListUsersCommand,
  ListUsersInGroupCommand,
  SetUserPoolMfaConfigCommand,
  UpdateGroupCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, test } from "vitest";
import { rootKey } from "../../support/poolServer.ts";
import { config, password, usePools } from "./support.ts";

const { server, member, signIn, passwordClient } = usePools();

async function poolOf(change: Omit<ConstructorParameters<typeof CreateUserPoolCommand>[0], "PoolName"> = {}) {
  const { UserPool } = await server().idp.send(new CreateUserPoolCommand({ PoolName: "by hand", ...change }));
  return String(UserPool?.Id);
}

describe("users", () => {
  test("AdminCreateUser: invited by mail, must choose a password, then is confirmed", async () => {
    const made = await server().make(config({ SignInMethod: "EMAIL" }));
    const { idp } = server();
    const { userPoolId: UserPoolId } = made;
    const Username = "ann@example.org";
    const { User } = await idp.send(
      new AdminCreateUserCommand({
        UserPoolId,
        Username,
        UserAttributes: [{ Name: "email_verified", Value: "true" }],
        DesiredDeliveryMediums: ["EMAIL"],
      }),
    );
    expect(User).toMatchObject({ UserStatus: "FORCE_CHANGE_PASSWORD", Enabled: true });
    const invitation = server().mails.at(-1);
    expect(invitation).toMatchObject({ to: Username, subject: "Your temporary password" });
    const PASSWORD = / temporary password is (\S+)$/.exec(invitation?.body ?? "")?.[1] ?? "";
    const { UserPoolClient } = await idp.send(
      new CreateUserPoolClientCommand({
        UserPoolId,
        ClientName: "server",
        ExplicitAuthFlows: ["ALLOW_ADMIN_USER_PASSWORD_AUTH"],
        GenerateSecret: false,
      }),
    );
    const ClientId = UserPoolClient?.ClientId;
    const begun = await idp.send(
      new AdminInitiateAuthCommand({
        UserPoolId,
        ClientId,
        AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: Username, PASSWORD },
      }),
    );
    expect(begun.ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
    const done = await idp.send(
      new AdminRespondToAuthChallengeCommand({
        UserPoolId,
        ClientId,
        ChallengeName: "NEW_PASSWORD_REQUIRED",
        Session: begun.Session,
        ChallengeResponses: { USERNAME: Username, NEW_PASSWORD: password },
      }),
    );
    const user = await idp.send(new GetUserCommand({ AccessToken: done.AuthenticationResult?.AccessToken }));
    expect(user.UserAttributes).toContainEqual({ Name: "email_verified", Value: "true" });
    const again = idp.send(new AdminCreateUserCommand({ UserPoolId, Username }));
    await expect(again).rejects.toMatchObject({ name: "UsernameExistsException" });
    const resend = idp.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: "RESEND" }));
    await expect(resend).rejects.toMatchObject({ name: "UnsupportedUserStateException" });
  });

  test("AdminCreateUser: RESEND voids the first temporary password; nobody is told where there is no address", async () => {
    const made = await server().make(config());
    const { idp, texts } = server();
    const { userPoolId: UserPoolId } = made;
    const UserAttributes = [{ Name: "phone_number", Value: "+12065550177" }];
    await idp.send(new AdminCreateUserCommand({ UserPoolId, Username: "ann", UserAttributes }));
    const first = texts.at(-1)?.text.split(" ").at(-1) ?? "";
    await idp.send(new AdminCreateUserCommand({ UserPoolId, Username: "ann", MessageAction: "RESEND" }));
    const second = texts.at(-1)?.text.split(" ").at(-1) ?? "";
    expect(second).not.toBe(first);
    const client = await passwordClient(made);
    const begin = (PASSWORD: string) =>
      idp.send(
        new InitiateAuthCommand({
          ClientId: client,
          AuthFlow: "USER_PASSWORD_AUTH",
          AuthParameters: { USERNAME: "ann", PASSWORD },
        }),
      );
    await expect(begin(first)).rejects.toMatchObject({ message: "Incorrect username or password." });
    expect((await begin(second)).ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
    server().pass(8 * 86_400_000);
    await expect(begin(second)).rejects.toMatchObject({ name: "NotAuthorizedException" });
    server().pass(-8 * 86_400_000);
    const sent = texts.length;
    const silent = await idp.send(new AdminCreateUserCommand({ UserPoolId, Username: "bob" }));
    expect(silent.User?.UserStatus).toBe("FORCE_CHANGE_PASSWORD");
    expect(texts).toHaveLength(sent);
  });

  test("AdminSetUserPassword, AdminResetUserPassword: the old password and sign-ins end", async () => {
    const made = await server().make(config({ SignInMethod: "EMAIL" }));
    const { idp } = server();
    const Username = "bob@example.org";
    await member(made, Username);
    const user = { UserPoolId: made.userPoolId, Username };
    const { AuthenticationResult } = await signIn(made, Username);
    await idp.send(new AdminSetUserPasswordCommand({ ...user, Password: "Another-pass-2", Permanent: true }));
    const revoked = idp.send(new GetUserCommand({ AccessToken: AuthenticationResult?.AccessToken }));
    await expect(revoked).rejects.toMatchObject({ message: "Access Token has been revoked" });
    await expect(signIn(made, Username)).rejects.toMatchObject({ message: "Incorrect username or password." });
    await idp.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }));
    await idp.send(new AdminResetUserPasswordCommand(user));
    await expect(signIn(made, Username)).rejects.toMatchObject({ name: "PasswordResetRequiredException" });
    const ConfirmationCode = server().code(Username);
    const confirm = { ClientId: made.webClientId, Username, ConfirmationCode, Password: password };
    await idp.send(new ConfirmForgotPasswordCommand(confirm));
    expect((await signIn(made, Username)).AuthenticationResult).toBeDefined();
  });

  test("AdminDisableUser, AdminEnableUser, AdminUserGlobalSignOut, AdminDeleteUser", async () => {
    const made = await server().make(config());
    const { idp } = server();
    await member(made, "cleo");
    const user = { UserPoolId: made.userPoolId, Username: "cleo" };
    const AccessToken = (await signIn(made, "cleo")).AuthenticationResult?.AccessToken;
    await idp.send(new AdminDisableUserCommand(user));
    await expect(idp.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      name: "NotAuthorizedException",
    });
    await expect(signIn(made, "cleo")).rejects.toMatchObject({ message: "User is disabled." });
    await idp.send(new AdminEnableUserCommand(user));
    const again = (await signIn(made, "cleo")).AuthenticationResult?.AccessToken;
    await idp.send(new GetUserCommand({ AccessToken: again }));
    await idp.send(new AdminUserGlobalSignOutCommand(user));
    await expect(idp.send(new GetUserCommand({ AccessToken: again }))).rejects.toMatchObject({
      message: "Access Token has been revoked",
    });
    await idp.send(new AdminDeleteUserCommand(user));
    await expect(idp.send(new AdminGetUserCommand(user))).rejects.toMatchObject({
      name: "UserNotFoundException",
      message: "User does not exist.",
    });
  });

  test("AdminUpdateUserAttributes, AdminDeleteUserAttributes, AddCustomAttributes", async () => {
    const made = await server().make(config());
    const { idp } = server();
    const { userPoolId: UserPoolId } = made;
    await member(made, "dora");
    const CustomAttributes = [{ Name: "plan", AttributeDataType: "String" as const, Mutable: true }];
    await idp.send(new AddCustomAttributesCommand({ UserPoolId, CustomAttributes }));
    const user = { UserPoolId, Username: "dora" };
    const UserAttributes = [
      { Name: "email", Value: "dora@example.org" },
      { Name: "email_verified", Value: "true" },
      { Name: "custom:plan", Value: "gold" },
    ];
    await idp.send(new AdminUpdateUserAttributesCommand({ ...user, UserAttributes }));
    const updated = await idp.send(new AdminGetUserCommand(user));
    expect(updated.UserAttributes).toEqual(expect.arrayContaining(UserAttributes));
    await idp.send(new AdminDeleteUserAttributesCommand({ ...user, UserAttributeNames: ["custom:plan"] }));
    const after = await idp.send(new AdminGetUserCommand(user));
    expect(after.UserAttributes?.map(({ Name }) => Name)).not.toContain("custom:plan");
  });

  test("AdminLinkProviderForUser: an identity belongs to one user", async () => {
    const made = await server().make(config());
    const { idp } = server();
    const { userPoolId: UserPoolId } = made;
    await member(made, "ella");
    await member(made, "fay");
    const source = { ProviderName: "Google", ProviderAttributeValue: "1234" };
    const SourceUser = { ...source, ProviderAttributeName: "Cognito_Subject" };
    const link = (name: string) =>
      idp.send(
        new AdminLinkProviderForUserCommand({
          UserPoolId,
          SourceUser,
          DestinationUser: { ProviderName: "Cognito", ProviderAttributeValue: name },
        }),
      );
    await link("ella");
    const { UserAttributes = [] } = await idp.send(new AdminGetUserCommand({ UserPoolId, Username: "ella" }));
    const identities = UserAttributes.find(({ Name }) => Name === "identities")?.Value ?? "[]";
    expect(JSON.parse(identities)).toEqual([expect.objectContaining({ providerName: "Google", userId: "1234" })]);
    await expect(link("ella")).rejects.toMatchObject({ name: "InvalidParameterException" });
    await expect(link("fay")).rejects.toMatchObject({ name: "AliasExistsException" });
    await idp.send(new AdminDisableProviderForUserCommand({ UserPoolId, User: SourceUser }));
    await link("fay");
  });

  test("ListUsers: filtered by each kind of attribute, by page, to the last", async () => {
    const made = await server().make(config());
    const { idp } = server();
    const { userPoolId: UserPoolId } = made;
    for (let index = 0; index < 7; index += 1) {
      await member(made, `user${index}`, { email: `mail${index}@example.org`, given_name: index < 3 ? "Ann" : "Bob" });
    }
    await idp.send(new AdminDisableUserCommand({ UserPoolId, Username: "user6" }));
    const names = async (Filter: string): Promise<string[]> => {
      const { Users = [] } = await idp.send(new ListUsersCommand({ UserPoolId, Filter }));
      return Users.map(({ Username = "" }) => Username).sort();
    };
    expect(await names('username = "USER2"')).toEqual(["user2"]);
    expect(await names('email ^= "mail"')).toHaveLength(7);
    expect(await names('"given_name"="Ann"')).toEqual(["user0", "user1", "user2"]);
    expect(await names('status = "Disabled"')).toEqual(["user6"]);
    expect(await names('cognito:user_status = "CONFIRMED"')).toHaveLength(7);
    expect(await names('email = "\\" or 1=1 --"')).toEqual([]);
    await expect(names("email like x")).rejects.toMatchObject({ name: "InvalidParameterException" });
    await expect(names('custom:x = "y"')).rejects.toMatchObject({ name: "InvalidParameterException" });
    const seen: string[] = [];
    let PaginationToken: string | undefined;
    do {
      const page = await idp.send(
        new ListUsersCommand({
          UserPoolId,
          Limit: 3,
          AttributesToGet: ["email"],
          ...(PaginationToken && { PaginationToken }),
        }),
      );
      seen.push(...(page.Users ?? []).map(({ Username = "" }) => Username));
      expect(page.Users?.[0]?.Attributes?.map(({ Name }) => Name)).toEqual(["email"]);
      PaginationToken = page.PaginationToken;
    } while (PaginationToken);
    expect(seen.toSorted()).toEqual(Array.from({ length: 7 }, (_, index) => `user${index}`));
    const forged = idp.send(new ListUsersCommand({ UserPoolId, PaginationToken: "forged" }));
    await expect(forged).rejects.toMatchObject({ name: "InvalidParameterException" });
  });
});

test("groups: made, changed, joined, listed, left, deleted", async () => {
  const made = await server().make(config());
  const { idp } = server();
  const { userPoolId: UserPoolId } = made;
  await member(made, "ann");
  for (const [GroupName, Precedence] of [
    ["late", 9],
    ["early", 1],
  ] as const) {
    await idp.send(new CreateGroupCommand({ UserPoolId, GroupName, Precedence, Description: "first" }));
  }
  const twice = idp.send(new CreateGroupCommand({ UserPoolId, GroupName: "late" }));
  await expect(twice).rejects.toMatchObject({ name: "GroupExistsException" });
  await idp.send(new UpdateGroupCommand({ UserPoolId, GroupName: "late", Description: "second" }));
  const { Group } = await idp.send(new GetGroupCommand({ UserPoolId, GroupName: "late" }));
  expect(Group).toMatchObject({ Description: "second", Precedence: 9 });
  const user = { UserPoolId, Username: "ann" };
  await idp.send(new AdminAddUserToGroupCommand({ ...user, GroupName: "late" }));
  await idp.send(new AdminAddUserToGroupCommand({ ...user, GroupName: "late" }));
  await idp.send(new AdminAddUserToGroupCommand({ ...user, GroupName: "early" }));
  const first = await idp.send(new AdminListGroupsForUserCommand({ ...user, Limit: 1 }));
  expect(first.Groups?.map(({ GroupName }) => GroupName)).toEqual(["early"]);
  const second = await idp.send(new AdminListGroupsForUserCommand({ ...user, NextToken: first.NextToken }));
  expect(second.Groups?.map(({ GroupName }) => GroupName)).toEqual(["late"]);
  const { Users } = await idp.send(new ListUsersInGroupCommand({ UserPoolId, GroupName: "late" }));
  expect(Users?.map(({ Username }) => Username)).toEqual(["ann"]);
  const token = (await signIn(made, "ann")).AuthenticationResult?.IdToken ?? "";
  const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as Record<string, unknown>;
  expect(claims["cognito:groups"]).toEqual(["early", "late"]);
  await idp.send(new AdminRemoveUserFromGroupCommand({ ...user, GroupName: "late" }));
  await idp.send(new DeleteGroupCommand({ UserPoolId, GroupName: "early" }));
  expect((await idp.send(new AdminListGroupsForUserCommand(user))).Groups).toEqual([]);
  expect((await idp.send(new ListGroupsCommand({ UserPoolId }))).Groups).toHaveLength(1);
});

describe("pools and clients", () => {
  test("CreateUserPool, DescribeUserPool, UpdateUserPool, DeleteUserPool", async () => {
    const { idp } = server();
    const UserPoolId = await poolOf({ AutoVerifiedAttributes: ["email"], AliasAttributes: ["email"] });
    const described = await idp.send(new DescribeUserPoolCommand({ UserPoolId }));
    expect(described.UserPool).toMatchObject({
      Name: "by hand",
      AliasAttributes: ["email"],
      UsernameConfiguration: { CaseSensitive: true },
      MfaConfiguration: "OFF",
      Policies: { PasswordPolicy: { MinimumLength: 8, RequireSymbols: true, TemporaryPasswordValidityDays: 7 } },
    });
    expect(described.UserPool?.SchemaAttributes).toHaveLength(20);
    const change = { PoolName: "renamed", DeletionProtection: "ACTIVE", DeviceConfiguration: {} } as const;
    await idp.send(new UpdateUserPoolCommand({ UserPoolId, ...change }));
    const after = await idp.send(new DescribeUserPoolCommand({ UserPoolId }));
    expect(after.UserPool).toMatchObject({ Name: "renamed", DeletionProtection: "ACTIVE", AliasAttributes: ["email"] });
    expect(after.UserPool?.DeviceConfiguration).toBeDefined();
    const refused = idp.send(new DeleteUserPoolCommand({ UserPoolId }));
    await expect(refused).rejects.toMatchObject({ name: "InvalidParameterException" });
    await idp.send(new UpdateUserPoolCommand({ UserPoolId, DeletionProtection: "INACTIVE" }));
    await idp.send(new DeleteUserPoolCommand({ UserPoolId }));
    await expect(idp.send(new DescribeUserPoolCommand({ UserPoolId }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
    expect((await fetch(`${server().url}/${UserPoolId}/.well-known/jwks.json`)).status).toBe(404);
  });

  test("ListUserPools: every pool once", async () => {
    const { idp } = server();
    const ids = [await poolOf(), await poolOf(), await poolOf()];
    const seen: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await idp.send(new ListUserPoolsCommand({ MaxResults: 2, ...(NextToken && { NextToken }) }));
      seen.push(...(page.UserPools ?? []).map(({ Id = "" }) => Id));
      NextToken = page.NextToken;
    } while (NextToken);
    expect(seen).toEqual(expect.arrayContaining(ids));
    expect(new Set(seen).size).toBe(seen.length);
  });

  test("a tag chooses the issuer; discovery and tokens follow", async () => {
    const { url } = server();
    const own = await poolOf();
    const discovery = async (id: string) =>
      (await (await fetch(`${url}/${id}/.well-known/openid-configuration`)).json()) as Record<string, unknown>;
    expect(await discovery(own)).toMatchObject({
      issuer: `${url}/${own}`,
      jwks_uri: `${url}/${own}/.well-known/jwks.json`,
    });
    const aws = await poolOf({ UserPoolTags: { "ohmstead:issuer": "amazonaws" } });
    expect(await discovery(aws)).toMatchObject({ issuer: `https://cognito-idp.us-east-1.amazonaws.com/${aws}` });
    const { keys } = (await (await fetch(`${url}/${aws}/.well-known/jwks.json`)).json()) as { keys: object[] };
    expect(keys).toHaveLength(4);
    for (const key of keys) expect(Object.keys(key).sort()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
  });

  test("SetUserPoolMfaConfig, GetUserPoolMfaConfig", async () => {
    const { idp } = server();
    const UserPoolId = await poolOf();
    await idp.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId,
        MfaConfiguration: "OPTIONAL",
        SoftwareTokenMfaConfiguration: { Enabled: true },
      }),
    );
    const found = await idp.send(new GetUserPoolMfaConfigCommand({ UserPoolId }));
    expect(found).toMatchObject({ MfaConfiguration: "OPTIONAL", SoftwareTokenMfaConfiguration: { Enabled: true } });
    expect(found.SmsMfaConfiguration).toBeUndefined();
  });

  test("clients: made with a secret, described, stated anew, listed, deleted", async () => {
    const { idp } = server();
    const UserPoolId = await poolOf();
    const made = await idp.send(
      new CreateUserPoolClientCommand({
        UserPoolId,
        ClientName: "shop",
        GenerateSecret: true,
        AccessTokenValidity: 10,
        IdTokenValidity: 20,
        RefreshTokenValidity: 2,
        TokenValidityUnits: { AccessToken: "minutes", IdToken: "minutes", RefreshToken: "hours" },
        RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 10 },
      }),
    );
    const { ClientId, ClientSecret } = made.UserPoolClient ?? {};
    expect(ClientId).toMatch(/^[a-z0-9]{26}$/);
    expect(ClientSecret).toMatch(/^[a-z0-9]{52}$/);
    const { UserPoolClient } = await idp.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
    expect(UserPoolClient).toMatchObject({
      ClientSecret,
      AccessTokenValidity: 10,
      RefreshTokenValidity: 2,
      PreventUserExistenceErrors: "LEGACY",
      ExplicitAuthFlows: ["ALLOW_CUSTOM_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
      RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 10 },
    });
    const updated = await idp.send(
      new UpdateUserPoolClientCommand({ UserPoolId, ClientId, PreventUserExistenceErrors: "ENABLED" }),
    );
    expect(updated.UserPoolClient).toMatchObject({
      ClientSecret,
      PreventUserExistenceErrors: "ENABLED",
      RefreshTokenRotation: { Feature: "DISABLED" },
    });
    const short = {
      UserPoolId,
      ClientName: "x",
      AccessTokenValidity: 1,
      TokenValidityUnits: { AccessToken: "minutes" },
    } as const;
    await expect(idp.send(new CreateUserPoolClientCommand(short))).rejects.toMatchObject({
      name: "InvalidParameterException",
    });
    const { UserPoolClients } = await idp.send(new ListUserPoolClientsCommand({ UserPoolId }));
    expect(UserPoolClients).toEqual([{ ClientId, UserPoolId, ClientName: "shop" }]);
    await idp.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }));
    await expect(idp.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });
});

test("without a signature, or with a wrong one, administration is refused; a foreign client is not found", async () => {
  const made = await server().make(config());
  const other = await server().make(config());
  const body = JSON.stringify({ UserPoolId: made.userPoolId, Username: "ann" });
  const headers = {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": "AWSCognitoIdentityProviderService.AdminGetUser",
  };
  const bare = await fetch(server().url, { method: "POST", headers, body });
  expect(bare.status).toBe(400);
  expect(bare.headers.get("x-amzn-errortype")).toMatch(/^MissingAuthenticationToken/);
  const stranger = new CognitoIdentityProviderClient({
    region: "us-east-1",
    endpoint: server().url,
    credentials: { ...rootKey, secretAccessKey: "not-the-secret-at-all-but-long-enough" },
    maxAttempts: 1,
  });
  await expect(stranger.send(new ListUserPoolsCommand({ MaxResults: 1 }))).rejects.toMatchObject({
    $metadata: { httpStatusCode: expect.toSatisfy((status: number) => status === 400 || status === 403) as number },
  });
  const ClientId = await passwordClient(other);
  const foreign = server().idp.send(new DescribeUserPoolClientCommand({ UserPoolId: made.userPoolId, ClientId }));
  await expect(foreign).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});

test("operations of the model that are not offered say so", async () => {
  const attempt = server().idp.send(new DescribeRiskConfigurationCommand({ UserPoolId: "us-east-1_abc" }));
  await expect(attempt).rejects.toMatchObject({
    name: "UnsupportedOperationException",
    message: expect.stringContaining("DescribeRiskConfiguration") as string,
  });
});
