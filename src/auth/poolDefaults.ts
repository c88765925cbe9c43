/** Settings of a user pool that nobody chose otherwise. */

import type { PasswordPolicy, PoolSettings } from "./pool.ts";
import { standardSchema } from "./standardAttributes.ts";

export const defaultPasswordPolicy: PasswordPolicy = {
  minimumLength: 8,
  requireUppercase: false,
  requireLowercase: false,
  requireNumbers: false,
  requireSymbols: false,
  temporaryPasswordValidityDays: 7,
  historySize: 0,
};

export function defaultPoolSettings(issuerForm: PoolSettings["issuerForm"]): PoolSettings {
  return {
    usernameAttributes: [],
    aliasAttributes: [],
    caseSensitive: true,
    autoVerifiedAttributes: [],
    verifyBeforeUpdate: [],
    schema: standardSchema([]),
    passwordPolicy: defaultPasswordPolicy,
    mfa: { mode: "OFF", sms: false, softwareToken: false },
    recoveryMechanisms: [
      { name: "verified_phone_number", priority: 1 },
      { name: "verified_email", priority: 2 },
    ],
    adminCreateOnly: false,
    triggers: {},
    issuerForm,
    deletionProtection: false,
    tags: {},
    kept: {},
  };
}
