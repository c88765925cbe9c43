/** RequiredSignUpAttributes and PasswordPolicy, each field seen by what it changes at sign-up. */

import { describe, expect, test } from "vitest";
import { config, usePools } from "./support.ts";

const { server, update, describeConfig, signUp } = usePools();

const values = {
  ADDRESS: ["address", "1 Main Street"],
  BIRTHDATE: ["birthdate", "2000-02-29"],
  EMAIL: ["email", "ann@example.org"],
  FAMILY_NAME: ["family_name", "Lee"],
  GENDER: ["gender", "f"],
  GIVEN_NAME: ["given_name", "Ann"],
  LOCALE: ["locale", "en"],
  MIDDLE_NAME: ["middle_name", "B"],
  NAME: ["name", "Ann Lee"],
  NICKNAME: ["nickname", "an"],
  PHONE_NUMBER: ["phone_number", "+12065550104"],
  PICTURE: ["picture", "https://example.org/ann.png"],
  PREFERRED_USERNAME: ["preferred_username", "annie"],
  PROFILE: ["profile", "https://example.org/ann"],
  UPDATED_AT: ["updated_at", "1700000000"],
  WEBSITE: ["website", "https://example.org"],
  ZONE_INFO: ["zoneinfo", "Europe/Vienna"],
} as const;

describe("RequiredSignUpAttributes", () => {
  test.each(Object.keys(values) as (keyof typeof values)[])("RequiredSignUpAttributes %s", async (element) => {
    const made = await server().make(config({ RequiredSignUpAttributes: [element] }));
    const [name, value] = values[element];
    await expect(signUp(made, "ann")).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: `Attributes did not conform to the schema: ${name}: The attribute is required\n`,
    });
    await signUp(made, "ann", { [name]: value });
    expect(await describeConfig(made)).toMatchObject({ UserPoolConfigs: { RequiredSignUpAttributes: [element] } });
  });
});

describe("PasswordPolicy", () => {
  const problems = [
    ["MinimumLength", { MinimumLength: 12 }, "Elevenchar1", "Password not long enough", "Twelve-chars"],
    [
      "AdditionalConstraints REQUIRE_DIGIT",
      ["REQUIRE_DIGIT"],
      "no-digits-here",
      "Password must have numeric characters",
      "digits-1-here",
    ],
    [
      "AdditionalConstraints REQUIRE_LOWERCASE",
      ["REQUIRE_LOWERCASE"],
      "ALL-UPPER-1",
      "Password must have lowercase characters",
      "ALL-lower-1",
    ],
    [
      "AdditionalConstraints REQUIRE_UPPERCASE",
      ["REQUIRE_UPPERCASE"],
      "all-lower-1",
      "Password must have uppercase characters",
      "all-Upper-1",
    ],
    [
      "AdditionalConstraints REQUIRE_SYMBOL",
      ["REQUIRE_SYMBOL"],
      "NoSymbols11",
      "Password must have symbol characters",
      "Some-symbols",
    ],
  ] as const;

  test.each(problems)("PasswordPolicy.%s", async (_name, given, bad, text, good) => {
    const policy = "MinimumLength" in given ? given : { MinimumLength: 8, AdditionalConstraints: [...given] };
    const made = await server().make(config({ PasswordPolicy: policy }));
    await expect(signUp(made, "ann", {}, bad)).rejects.toMatchObject({
      name: "InvalidPasswordException",
      message: `Password did not conform with policy: ${text}`,
    });
    await signUp(made, "ann", {}, good);
  });

  test("PasswordPolicy of Update counts for the next password, each member by itself", async () => {
    const made = await server().make(
      config({ PasswordPolicy: { MinimumLength: 8, AdditionalConstraints: ["REQUIRE_DIGIT"] } }),
    );
    await update(made, { UserPoolConfigs: { PasswordPolicy: { MinimumLength: 14 } } });
    await expect(signUp(made, "ann", {}, "short-Pass-1")).rejects.toMatchObject({ name: "InvalidPasswordException" });
    await expect(signUp(made, "ann", {}, "long-enough-but-no-digit")).rejects.toMatchObject({
      message: "Password did not conform with policy: Password must have numeric characters",
    });
    await update(made, { UserPoolConfigs: { PasswordPolicy: { AdditionalConstraints: [] } } });
    await signUp(made, "ann", {}, "long-enough-but-no-digit");
  });

  test("PasswordPolicy.MinimumLength out of range is refused with the reason", async () => {
    await expect(server().make(config({ PasswordPolicy: { MinimumLength: 5 } }))).rejects.toMatchObject({
      name: "ProvisionRefusal",
      message: "PasswordPolicy.MinimumLength must be a whole number from 6 to 99, not 5.",
    });
  });
});
