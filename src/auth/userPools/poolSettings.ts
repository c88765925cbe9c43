/** From CreateUserPool and UpdateUserPool to a pool's settings. */

import { invalidParameter } from "#auth/faults";
import { defaultPoolSettings } from "#auth/poolDefaults";
import type { AttributeDefinition, MfaSettings, PasswordPolicy, PoolSettings } from "#auth/pool";
import { standardAttributes } from "#auth/standardAttributes";
import type { CreateUserPoolRequest, PasswordPolicyType, SchemaAttributeType } from "#generated/types/cognitoIdp";
import { invitationFrom, verificationFrom } from "./poolTexts.ts";
import { triggersFrom } from "./poolTriggers.ts";

/** What both operations have in common. */
export type PoolInput = Omit<
  CreateUserPoolRequest,
  "PoolName" | "Schema" | "AliasAttributes" | "UsernameAttributes" | "UsernameConfiguration"
>;

/** Members that are kept as given and answered again, but have no effect here, except for the sender of mails. */
export const keptMembers = [
  "EmailConfiguration",
  "SmsConfiguration",
  "UserPoolAddOns",
  "UserPoolTier",
  "KeyConfiguration",
  "IssuerConfiguration",
  "DcrConfiguration",
  "AcrConfiguration",
] as const;

/** Tag that chooses the form of `iss`: `own` or `amazonaws`. */
export const issuerTag = "ohmstead:issuer";

/** @throws Fault InvalidParameterException */
export function newPoolSettings(input: CreateUserPoolRequest, issuerForm: PoolSettings["issuerForm"]): PoolSettings {
  const usernameAttributes = input.UsernameAttributes ?? [];
  const aliasAttributes = input.AliasAttributes ?? [];
  if (usernameAttributes.length > 0 && aliasAttributes.length > 0) {
    throw invalidParameter("Only one of the aliasAttributes or usernameAttributes can be set in a user pool.");
  }
  const fixed: PoolSettings = {
    ...defaultPoolSettings(issuerForm),
    usernameAttributes,
    aliasAttributes,
    caseSensitive: input.UsernameConfiguration?.CaseSensitive ?? true,
    schema: schemaFrom(input.Schema),
  };
  return statedSettings(fixed, input);
}

/** Everything that may change, as the input states it; what it leaves out goes back to its default, as on AWS. */
export function statedSettings(fixed: PoolSettings, input: PoolInput): PoolSettings {
  const tags = input.UserPoolTags ?? fixed.tags;
  const kept = keptMembers.flatMap((name) => (input[name] === undefined ? [] : [[name, input[name]] as const]));
  const verification = verificationFrom(input);
  const invitation = invitationFrom(input);
  const { verification: _v, invitation: _i, devices: _d, ...rest } = fixed;
  const triggers = triggersFrom(input.LambdaConfig);
  return {
    ...rest,
    autoVerifiedAttributes: input.AutoVerifiedAttributes ?? [],
    verifyBeforeUpdate: input.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate ?? [],
    passwordPolicy: passwordPolicyFrom(input),
    mfa: mfaFrom(fixed.mfa, input),
    ...(verification && { verification }),
    ...(invitation && { invitation }),
    recoveryMechanisms: recoveryFrom(input),
    adminCreateOnly: input.AdminCreateUserConfig?.AllowAdminCreateUserOnly ?? false,
    ...(input.DeviceConfiguration && {
      devices: {
        challengeRequiredOnNewDevice: input.DeviceConfiguration.ChallengeRequiredOnNewDevice ?? false,
        deviceOnlyRememberedOnUserPrompt: input.DeviceConfiguration.DeviceOnlyRememberedOnUserPrompt ?? false,
      },
    }),
    triggers: triggers.known,
    issuerForm: issuerFrom(tags, fixed.issuerForm),
    deletionProtection: input.DeletionProtection === "ACTIVE",
    tags,
    kept: { ...Object.fromEntries(kept), ...(triggers.other && { LambdaConfig: triggers.other }) },
  };
}

function issuerFrom(
  tags: Readonly<Record<string, string>>,
  present: PoolSettings["issuerForm"],
): PoolSettings["issuerForm"] {
  const form = tags[issuerTag];
  if (form === undefined) return present;
  if (form === "own" || form === "amazonaws") return form;
  throw invalidParameter(`The tag ${issuerTag} must be own or amazonaws.`);
}

const strict: PasswordPolicyType = {
  MinimumLength: 8,
  RequireUppercase: true,
  RequireLowercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
};

function passwordPolicyFrom(input: PoolInput): PasswordPolicy {
  const policy = input.Policies?.PasswordPolicy ?? strict;
  const unused = input.AdminCreateUserConfig?.UnusedAccountValidityDays;
  return {
    minimumLength: policy.MinimumLength ?? 8,
    requireUppercase: policy.RequireUppercase ?? false,
    requireLowercase: policy.RequireLowercase ?? false,
    requireNumbers: policy.RequireNumbers ?? false,
    requireSymbols: policy.RequireSymbols ?? false,
    temporaryPasswordValidityDays: policy.TemporaryPasswordValidityDays ?? unused ?? 7,
    historySize: policy.PasswordHistorySize ?? 0,
  };
}

/** Which factors there are is for SetUserPoolMfaConfig to say; where nothing was said, a mode other than OFF means SMS. */
function mfaFrom(present: MfaSettings, input: PoolInput): MfaSettings {
  const mode = input.MfaConfiguration ?? "OFF";
  const some = present.sms || present.softwareToken;
  const smsMessage = input.SmsAuthenticationMessage;
  return {
    mode,
    sms: some ? present.sms : mode !== "OFF",
    softwareToken: present.softwareToken,
    ...(smsMessage !== undefined && { smsMessage }),
  };
}

function recoveryFrom(input: PoolInput): PoolSettings["recoveryMechanisms"] {
  const stated = input.AccountRecoverySetting?.RecoveryMechanisms;
  if (!stated || stated.length === 0) return defaultPoolSettings("own").recoveryMechanisms;
  return stated.map(({ Name, Priority }) => ({ name: Name, priority: Priority }));
}

function schemaFrom(given: readonly SchemaAttributeType[] = []): readonly AttributeDefinition[] {
  const names = new Set(standardAttributes.map(({ name }) => name));
  const changed = standardAttributes.map((attribute) => {
    const change = given.find(({ Name }) => Name === attribute.name);
    return change ? { ...attribute, ...definitionFrom(change, attribute), name: attribute.name } : attribute;
  });
  const custom = given.filter(({ Name = "" }) => !names.has(Name));
  return [...changed, ...customAttributes(custom)];
}

/** Custom attributes under the names they are used by. @throws Fault InvalidParameterException */
export function customAttributes(given: readonly SchemaAttributeType[]): readonly AttributeDefinition[] {
  return given.map((attribute) => {
    const name = (attribute.Name ?? "").replace(/^(dev:)?custom:/, "");
    if (name === "" || name.length > 20) throw invalidParameter("Names of custom attributes have 1 to 20 characters.");
    if (attribute.Required) throw invalidParameter("Required custom attributes are not supported currently.");
    const definition = definitionFrom(attribute);
    return { ...definition, name: `${definition.developerOnly ? "dev:" : ""}custom:${name}` };
  });
}

function definitionFrom(given: SchemaAttributeType, base?: AttributeDefinition): AttributeDefinition {
  const { StringAttributeConstraints: text, NumberAttributeConstraints: number } = given;
  const type = given.AttributeDataType ?? base?.type ?? "String";
  return {
    name: given.Name ?? "",
    type,
    required: given.Required ?? base?.required ?? false,
    mutable: given.Mutable ?? base?.mutable ?? true,
    developerOnly: given.DeveloperOnlyAttribute ?? false,
    minLength: numberIn(text?.MinLength) ?? base?.minLength,
    maxLength: numberIn(text?.MaxLength) ?? base?.maxLength,
    minValue: numberIn(number?.MinValue) ?? base?.minValue,
    maxValue: numberIn(number?.MaxValue) ?? base?.maxValue,
  };
}

function numberIn(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (Number.isFinite(number)) return number;
  throw invalidParameter(`Attribute constraints must be numbers, not "${text}".`);
}
