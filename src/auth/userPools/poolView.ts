/** A user pool as DescribeUserPool answers it. */

import type { AttributeDefinition, Pool, PoolSettings } from "#auth/pool";
import type { SchemaAttributeType, UserPoolType } from "#generated/types/cognitoIdp";
import { textsView } from "./poolTexts.ts";
import { triggersView } from "./poolTriggers.ts";

/** @param users how many users the pool has */
export function poolView(pool: Pool, arn: string, users: number): UserPoolType {
  const { id, name, settings, createdAt, updatedAt } = pool;
  const { LambdaConfig: otherTriggers, ...kept } = settings.kept;
  const { AdminCreateUserConfig: invitation, ...texts } = textsView(settings);
  return {
    ...kept,
    Id: id,
    Name: name,
    Arn: arn,
    Policies: policiesView(settings),
    DeletionProtection: settings.deletionProtection ? "ACTIVE" : "INACTIVE",
    LambdaConfig: triggersView(settings.triggers, otherTriggers),
    LastModifiedDate: updatedAt,
    CreationDate: createdAt,
    SchemaAttributes: settings.schema.map(attributeView),
    AutoVerifiedAttributes: settings.autoVerifiedAttributes,
    ...(settings.aliasAttributes.length > 0 && { AliasAttributes: settings.aliasAttributes }),
    ...(settings.usernameAttributes.length > 0 && { UsernameAttributes: settings.usernameAttributes }),
    ...texts,
    UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: settings.verifyBeforeUpdate },
    MfaConfiguration: settings.mfa.mode,
    ...(settings.devices && {
      DeviceConfiguration: {
        ChallengeRequiredOnNewDevice: settings.devices.challengeRequiredOnNewDevice,
        DeviceOnlyRememberedOnUserPrompt: settings.devices.deviceOnlyRememberedOnUserPrompt,
      },
    }),
    EstimatedNumberOfUsers: users,
    UserPoolTags: settings.tags,
    ...(settings.oauth?.domainPrefix !== undefined && { Domain: settings.oauth.domainPrefix }),
    AdminCreateUserConfig: {
      ...invitation,
      AllowAdminCreateUserOnly: settings.adminCreateOnly,
      UnusedAccountValidityDays: settings.passwordPolicy.temporaryPasswordValidityDays,
    },
    UsernameConfiguration: { CaseSensitive: settings.caseSensitive },
    AccountRecoverySetting: {
      RecoveryMechanisms: settings.recoveryMechanisms.map(({ name, priority }) => ({ Name: name, Priority: priority })),
    },
  };
}

function policiesView({ passwordPolicy: policy }: PoolSettings): NonNullable<UserPoolType["Policies"]> {
  return {
    PasswordPolicy: {
      MinimumLength: policy.minimumLength,
      RequireUppercase: policy.requireUppercase,
      RequireLowercase: policy.requireLowercase,
      RequireNumbers: policy.requireNumbers,
      RequireSymbols: policy.requireSymbols,
      TemporaryPasswordValidityDays: policy.temporaryPasswordValidityDays,
      ...(policy.historySize > 0 && { PasswordHistorySize: policy.historySize }),
    },
    SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD"] },
  };
}

function attributeView(attribute: AttributeDefinition): SchemaAttributeType {
  const { minLength, maxLength, minValue, maxValue } = attribute;
  const text = (number: number | undefined): string | undefined => (number === undefined ? undefined : String(number));
  return {
    Name: attribute.name,
    AttributeDataType: attribute.type,
    DeveloperOnlyAttribute: attribute.developerOnly,
    Mutable: attribute.mutable,
    Required: attribute.required,
    ...(attribute.type === "String" && {
      StringAttributeConstraints: { MinLength: text(minLength), MaxLength: text(maxLength) },
    }),
    ...(attribute.type === "Number" && {
      NumberAttributeConstraints: { MinValue: text(minValue), MaxValue: text(maxValue) },
    }),
  };
}
