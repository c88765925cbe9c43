/** RequiredSignUpAttributes and PasswordPolicy through a whole server: what a sign-up must have. */

import { AdminCreateUserCommand, ChangePasswordCommand } from "@aws-sdk/client-cognito-identity-provider";
import { beforeAll, describe, expect, test } from "vitest";
import { type Backend, config, password, useBackends } from "../../support/authBackends.ts";

const { clients, make, refused, tryUpdate, updatePool, describeConfig, signUp, member, signIn } = useBackends();

const values = {
  ADDRESS: ["address", "1 Main Street"],
  BIRTHDATE: ["birthdate", "2000-02-29"],
  EMAIL: ["email", "ann@example.test"],
  FAMILY_NAME: ["family_name", "Lee"],
  GENDER: ["gender", "f"],
  GIVEN_NAME: ["given_name", "Ann"],
  LOCALE: ["locale", "en"],
  MIDDLE_NAME: ["middle_name", "B"],
  NAME: ["name", "Ann Lee"],
  NICKNAME: ["nickname", "an"],
  PHONE_NUMBER: ["phone_number", "+12065550104"],
  PICTURE: ["picture", "https://example.test/ann.png"],
  PREFERRED_USERNAME: ["preferred_username", "annie"],
  PROFILE: ["profile", "https://example.test/ann"],
  UPDATED_AT: ["updated_at", "1700000000"],
  WEBSITE: ["website", "https://example.test"],
  ZONE_INFO: ["zoneinfo", "Europe/Vienna"],
} as const;
const elements = Object.keys(values) as (keyof typeof values)[];

describe("RequiredSignUpAttributes", () => {
  let all: Backend;
  beforeAll(async () => {
    all = await make(config({ RequiredSignUpAttributes: elements }));
  });
  const complete: Readonly<Record<string, string>> = Object.fromEntries(Object.values(values));

  test.each(elements)("RequiredSignUpAttributes %s: a sign-up without it is refused by its name", async (element) => {
    const [name] = values[element];
    const { [name]: _left, ...others } = complete;
    await expect(signUp(all, `without-${name}`, others)).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: `Attributes did not conform to the schema: ${name}: The attribute is required\n`,
    });
  });

  test("RequiredSignUpAttributes of all kinds: with all of them the sign-up is good", async () => {
    await signUp(all, "ann", complete);
    const { UserPoolConfigs } = (await describeConfig(all)) ?? {};
    expect(UserPoolConfigs?.RequiredSignUpAttributes?.toSorted()).toEqual(elements);
  });

  test("RequiredSignUpAttributes: one that is not named is not asked for", async () => {
    const only = await make(config({ RequiredSignUpAttributes: ["ZONE_INFO"] }));
    await signUp(only, "ann", { zoneinfo: "Europe/Vienna" });
    expect(await describeConfig(only)).toMatchObject({ UserPoolConfigs: { RequiredSignUpAttributes: ["ZONE_INFO"] } });
  });
});

describe("PasswordPolicy", () => {
  // What is good has nothing but what the rule demands, so that no other rule can hold.
  const rules = [
    ["REQUIRE_DIGIT", "No-digits", "Password must have numeric characters", "12345678"],
    ["REQUIRE_LOWERCASE", "NOLOWER-1", "Password must have lowercase characters", "onlylower"],
    ["REQUIRE_UPPERCASE", "noupper-1", "Password must have uppercase characters", "ONLYUPPER"],
    ["REQUIRE_SYMBOL", "NoSymbol1", "Password must have symbol characters", "-------!"],
  ] as const;

  test.each(rules)("PasswordPolicy.AdditionalConstraints %s", async (constraint, bad, text, good) => {
    const policy = { MinimumLength: 8, AdditionalConstraints: [constraint] };
    const backend = await make(config({ PasswordPolicy: policy }));
    await expect(signUp(backend, "ann", {}, bad)).rejects.toMatchObject({
      name: "InvalidPasswordException",
      message: `Password did not conform with policy: ${text}`,
    });
    await signUp(backend, "ann", {}, good);
    expect(await describeConfig(backend)).toMatchObject({ UserPoolConfigs: { PasswordPolicy: policy } });
  });

  test("PasswordPolicy.MinimumLength: a shorter password is refused; a length out of range fails the job", async () => {
    const backend = await make(config({ PasswordPolicy: { MinimumLength: 12 } }));
    await expect(signUp(backend, "ann", {}, "Elevenchar1")).rejects.toMatchObject({
      name: "InvalidPasswordException",
      message: "Password did not conform with policy: Password not long enough",
    });
    await signUp(backend, "ann", {}, "Twelve-chars");
    expect(await refused(config({ PasswordPolicy: { MinimumLength: 5 } }))).toBe(
      "PasswordPolicy.MinimumLength must be a whole number from 6 to 99, not 5.",
    );
  });

  test("PasswordPolicy of Update: each member by itself counts for the next password, wherever one is chosen", async () => {
    const { idp } = clients();
    const first = { MinimumLength: 8, AdditionalConstraints: ["REQUIRE_DIGIT" as const] };
    const backend = await make(config({ PasswordPolicy: first }));
    await member(backend, "ann");

    await updatePool(backend, { PasswordPolicy: { MinimumLength: 14 } });
    await expect(signUp(backend, "bob", {}, "short-Pass-1")).rejects.toMatchObject({
      message: "Password did not conform with policy: Password not long enough",
    });
    await expect(signUp(backend, "bob", {}, "long-enough-but-no-digit")).rejects.toMatchObject({
      message: "Password did not conform with policy: Password must have numeric characters",
    });
    const UserPoolId = backend.userPoolId;
    const admin = new AdminCreateUserCommand({ UserPoolId, Username: "bob", TemporaryPassword: "short-Pass-1" });
    await expect(idp.send(admin)).rejects.toMatchObject({ name: "InvalidPasswordException" });
    const { AuthenticationResult } = await signIn(backend, "ann");
    const { AccessToken } = AuthenticationResult ?? {};
    const request = { AccessToken, PreviousPassword: password, ProposedPassword: "short-Pass-1" };
    await expect(idp.send(new ChangePasswordCommand(request))).rejects.toMatchObject({
      name: "InvalidPasswordException",
    });

    await updatePool(backend, { PasswordPolicy: { AdditionalConstraints: [] } });
    await signUp(backend, "bob", {}, "long-enough-but-no-digit");
    await expect(signUp(backend, "cid", {}, "still-short")).rejects.toMatchObject({ name: "InvalidPasswordException" });
    const reason = await tryUpdate(backend, { UserPoolConfigs: { PasswordPolicy: { MinimumLength: 100 } } });
    expect(reason).toContain("PasswordPolicy.MinimumLength must be a whole number from 6 to 99");
  });
});
