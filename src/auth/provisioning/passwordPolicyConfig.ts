/** PasswordPolicy of the configuration. */

import { defaultPasswordPolicy } from "#auth/poolDefaults";
import type { PasswordPolicy } from "#auth/pool";
import type { UpdateBackendAuthPasswordPolicyConfigTypeDef } from "#generated/types/amplifyBackend";
import { Refusal } from "./refusal.ts";

/** @throws Refusal for a length Cognito does not know */
export function passwordPolicyFrom(
  present: PasswordPolicy = defaultPasswordPolicy,
  config: UpdateBackendAuthPasswordPolicyConfigTypeDef | undefined = {},
): PasswordPolicy {
  const { MinimumLength: minimumLength = present.minimumLength, AdditionalConstraints: constraints } = config;
  if (!Number.isInteger(minimumLength) || minimumLength < 6 || minimumLength > 99) {
    throw new Refusal(`PasswordPolicy.MinimumLength must be a whole number from 6 to 99, not ${minimumLength}.`);
  }
  if (!constraints) return { ...present, minimumLength };
  return {
    ...present,
    minimumLength,
    requireNumbers: constraints.includes("REQUIRE_DIGIT"),
    requireLowercase: constraints.includes("REQUIRE_LOWERCASE"),
    requireSymbols: constraints.includes("REQUIRE_SYMBOL"),
    requireUppercase: constraints.includes("REQUIRE_UPPERCASE"),
  };
}
