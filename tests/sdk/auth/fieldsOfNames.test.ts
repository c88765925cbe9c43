/** The names and resources of the auth configuration, each field seen by what it changes for clients. */

import { DescribeIdentityPoolCommand, GetIdCommand } from "@aws-sdk/client-cognito-identity";
import { DescribeUserPoolCommand } from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, test } from "vitest";
import { addressOf, progress } from "../../support/poolServer.ts";
import { config, usePools, withIdentityPool } from "./support.ts";

const { server, update, describeConfig, signUp, member, signIn } = usePools();

describe("AuthResources and IdentityPoolConfigs", () => {
  test("AuthResources USER_POOL_ONLY: no identity pool in the outputs", async () => {
    const made = await server().make(config());
    expect(made.outputs).not.toHaveProperty("IdentityPoolId");
    expect(await describeConfig(made)).toMatchObject({ AuthResources: "USER_POOL_ONLY" });
  });

  test("AuthResources and IdentityPoolConfigs that contradict each other are refused with the reason", async () => {
    const without = { ...config(), AuthResources: "IDENTITY_POOL_AND_USER_POOL" as const };
    await expect(server().make(without)).rejects.toMatchObject({
      name: "ProvisionRefusal",
      message: expect.stringContaining("IdentityPoolConfigs is needed") as string,
    });
    const both = { ...withIdentityPool(true), AuthResources: "USER_POOL_ONLY" as const };
    await expect(server().make(both)).rejects.toMatchObject({ name: "ProvisionRefusal" });
  });

  test("IdentityPoolConfigs.IdentityPoolName: the name in outputs and administration", async () => {
    const made = await server().make(withIdentityPool(false));
    expect(made.outputs).toMatchObject({ IdentityPoolName: "identities of people" });
    const pool = await server().identity.send(new DescribeIdentityPoolCommand({ IdentityPoolId: made.identityPoolId }));
    expect(pool.IdentityPoolName).toBe("identities of people");
    expect(pool.CognitoIdentityProviders).toHaveLength(2);
  });

  test("IdentityPoolConfigs.UnauthenticatedLogin: guests are let in or not, and Update switches it at once", async () => {
    const made = await server().make(withIdentityPool(false));
    const guest = () => server().identity.send(new GetIdCommand({ IdentityPoolId: made.identityPoolId }));
    await expect(guest()).rejects.toMatchObject({
      name: "NotAuthorizedException",
      message: "Unauthenticated access is not supported for this identity pool.",
    });
    const AuthResources = "IDENTITY_POOL_AND_USER_POOL";
    await update(made, { AuthResources, IdentityPoolConfigs: { UnauthenticatedLogin: true } });
    expect((await guest()).IdentityId).toMatch(/^us-east-1:[0-9a-f-]{36}$/);
  });

  test("AuthResources of Update adds an identity pool and refuses to take one away", async () => {
    const made = await server().make(config());
    const after = await update(made, {
      AuthResources: "IDENTITY_POOL_AND_USER_POOL",
      IdentityPoolConfigs: { UnauthenticatedLogin: true },
    });
    const id = String(after.outputs["IdentityPoolId"]);
    expect((await server().identity.send(new GetIdCommand({ IdentityPoolId: id }))).IdentityId).toBeDefined();
    await expect(update(made, { AuthResources: "USER_POOL_ONLY" })).rejects.toMatchObject({ name: "ProvisionRefusal" });
  });
});

describe("names", () => {
  test("UserPoolName: the name in outputs and DescribeUserPool", async () => {
    const made = await server().make(config({ UserPoolName: "Our people" }));
    expect(made.outputs).toMatchObject({
      UserPoolName: "Our people",
      UserPoolArn: `arn:aws:cognito-idp:us-east-1:123456789012:userpool/${made.userPoolId}`,
    });
    expect(made.userPoolId).toMatch(/^us-east-1_[0-9A-Za-z]{9}$/);
    const { UserPool } = await server().idp.send(new DescribeUserPoolCommand({ UserPoolId: made.userPoolId }));
    expect(UserPool?.Name).toBe("Our people");
  });

  test("SignInMethod USERNAME: a name of one's choice", async () => {
    const made = await server().make(config({ SignInMethod: "USERNAME" }));
    await member(made, "ann");
    expect((await signIn(made, "ANN")).AuthenticationResult).toBeDefined();
    await expect(signUp(made, "Ann")).rejects.toMatchObject({ name: "UsernameExistsException" });
    expect(made.meta["frontendAuthConfig"]).toMatchObject({ usernameAttributes: [] });
  });

  test("SignInMethod EMAIL: an e-mail address and nothing else", async () => {
    const made = await server().make(config({ SignInMethod: "EMAIL" }));
    await member(made, "ann@example.org");
    expect((await signIn(made, "ann@example.org")).AuthenticationResult).toBeDefined();
    const message = "Username should be an email.";
    await expect(signUp(made, "ann")).rejects.toMatchObject({ name: "InvalidParameterException", message });
    await expect(signUp(made, "+12065550100")).rejects.toMatchObject({ message });
    expect(made.meta["frontendAuthConfig"]).toMatchObject({ usernameAttributes: ["EMAIL"] });
  });

  test("SignInMethod PHONE_NUMBER: a phone number, which the code goes to", async () => {
    const made = await server().make(config({ SignInMethod: "PHONE_NUMBER" }));
    const { CodeDeliveryDetails } = await signUp(made, "+12065550839");
    expect(CodeDeliveryDetails).toEqual({
      AttributeName: "phone_number",
      DeliveryMedium: "SMS",
      Destination: "+*******0839",
    });
    await member(made, "+12065550101");
    expect((await signIn(made, "+12065550101")).AuthenticationResult).toBeDefined();
    await expect(signUp(made, "ann@example.org")).rejects.toMatchObject({
      message: "Username should be a phone number.",
    });
  });

  test("SignInMethod EMAIL_AND_PHONE_NUMBER: either of them", async () => {
    const made = await server().make(config({ SignInMethod: "EMAIL_AND_PHONE_NUMBER" }));
    await member(made, "ann@example.org", { phone_number: "+12065550102" });
    expect((await signIn(made, "ann@example.org")).AuthenticationResult).toBeDefined();
    expect((await signIn(made, "+12065550102")).AuthenticationResult).toBeDefined();
    await member(made, "+12065550103");
    expect((await signIn(made, "+12065550103")).AuthenticationResult).toBeDefined();
    await expect(signUp(made, "ann")).rejects.toMatchObject({
      message: "Username should be either an email or a phone number.",
    });
  });
});

test("Update without any member changes nothing", async () => {
  const made = await server().make(config({ Mfa: { MFAMode: "OPTIONAL" }, SignInMethod: "EMAIL" }));
  const before = await describeConfig(made);
  await update(made, {});
  expect(await describeConfig(made)).toEqual(before);
});

test("create run again after a crash finds what it made", async () => {
  const made = await server().make(withIdentityPool(true));
  const request = { ...addressOf(made.resourceId), config: withIdentityPool(true) };
  const again = await server().auth.provisioner.create(request, progress);
  expect(again.outputs).toEqual(made.outputs);
});

test("remove takes users, clients, identity pool and the hosted prefix away; a second time is a success, too", async () => {
  const OAuth = {
    DomainPrefix: "gone-soon",
    OAuthGrantType: "CODE",
    OAuthScopes: [],
    RedirectSignInURIs: [],
    RedirectSignOutURIs: [],
  } as const;
  const full = withIdentityPool(true);
  const made = await server().make({ ...full, UserPoolConfigs: { ...full.UserPoolConfigs, OAuth } });
  await signUp(made, "ann");
  await server().auth.provisioner.remove(addressOf(made.resourceId), progress);
  await server().auth.provisioner.remove(addressOf(made.resourceId), progress);
  await expect(signUp(made, "ann")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  const guest = server().identity.send(new GetIdCommand({ IdentityPoolId: made.identityPoolId }));
  await expect(guest).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  expect(await server().auth.provisioner.list()).not.toContain(made.resourceId);
  expect(await describeConfig(made)).toBeUndefined();
  await server().make(config({ OAuth }));
});
