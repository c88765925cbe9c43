/** The sign-in as a table: what each flow begins with and which steps follow, in this order. */

import type { AuthFlow } from "#auth/client";
import type { Begin, ChallengeName, Check, FlowName, Step } from "./attempt.ts";
import { customChallenge } from "./challenges/customChallenge.ts";
import { devicePasswordVerifier } from "./challenges/devicePasswordVerifier.ts";
import { deviceSrp } from "./challenges/deviceSrp.ts";
import { mfaSetup } from "./challenges/mfaSetup.ts";
import { newPasswordRequired } from "./challenges/newPasswordRequired.ts";
import { passwordVerifier } from "./challenges/passwordVerifier.ts";
import { selectMfaType } from "./challenges/selectMfaType.ts";
import { smsMfa } from "./challenges/smsMfa.ts";
import { softwareTokenMfa } from "./challenges/softwareTokenMfa.ts";
import { custom } from "./flows/custom.ts";
import { adminUserPassword, userPassword } from "./flows/userPassword.ts";
import { userSrp } from "./flows/userSrp.ts";
import { customRounds } from "./steps/customRounds.ts";
import { deviceProof } from "./steps/deviceProof.ts";
import { newPassword } from "./steps/newPassword.ts";
import { offeredDevice } from "./steps/offeredDevice.ts";
import { passwordProof } from "./steps/passwordProof.ts";
import { secondFactor } from "./steps/secondFactor.ts";
import { standing } from "./steps/standing.ts";

export interface Flow {
  /** What the client's ExplicitAuthFlows must list. */
  readonly permission: AuthFlow;
  /** For administrators only. */
  readonly admin: boolean;
  readonly begin: Begin;
  readonly steps: readonly Step[];
}

type Row = readonly [AuthFlow, "anyone" | "admin", Begin, ...(Step | undefined)[]];

const ____________ = undefined;

/**
 * After each right answer the steps are gone through from the left; the first that is not satisfied asks.
 * When all are, tokens are made.
 */
// biome-ignore format: to be read as a table
const table: Readonly<Record<FlowName, Row>> = {
  //                          needs                            who       begins with        proof          rounds        account    device         password     MFA           device
  USER_SRP_AUTH:            ["ALLOW_USER_SRP_AUTH",            "anyone", userSrp,           passwordProof, ____________, standing,  offeredDevice, newPassword, secondFactor, deviceProof],
  USER_PASSWORD_AUTH:       ["ALLOW_USER_PASSWORD_AUTH",       "anyone", userPassword,      ____________,  ____________, standing,  offeredDevice, newPassword, secondFactor, deviceProof],
  ADMIN_USER_PASSWORD_AUTH: ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "admin",  adminUserPassword, ____________,  ____________, standing,  offeredDevice, newPassword, secondFactor, deviceProof],
  CUSTOM_AUTH:              ["ALLOW_CUSTOM_AUTH",              "anyone", custom,            ____________,  customRounds, standing,  offeredDevice, newPassword, ____________, deviceProof],
};

/** What checks the answer to each challenge. */
const challenges: Readonly<Record<ChallengeName, Check>> = {
  PASSWORD_VERIFIER: passwordVerifier,
  SMS_MFA: smsMfa,
  SOFTWARE_TOKEN_MFA: softwareTokenMfa,
  SELECT_MFA_TYPE: selectMfaType,
  MFA_SETUP: mfaSetup,
  NEW_PASSWORD_REQUIRED: newPasswordRequired,
  CUSTOM_CHALLENGE: customChallenge,
  DEVICE_SRP_AUTH: deviceSrp,
  DEVICE_PASSWORD_VERIFIER: devicePasswordVerifier,
};

/** Names some clients still use. */
const aliases: ReadonlyMap<string, FlowName> = new Map([["ADMIN_NO_SRP_AUTH", "ADMIN_USER_PASSWORD_AUTH"]]);

/** The row of a flow; undefined for the flows that refresh tokens, and for USER_AUTH, which is not offered. */
export function flowNamed(name: string): (Flow & { readonly name: FlowName }) | undefined {
  const known = aliases.get(name) ?? (Object.hasOwn(table, name) ? (name as FlowName) : undefined);
  if (known === undefined) return undefined;
  const [permission, who, begin, ...steps] = table[known];
  return { name: known, permission, admin: who === "admin", begin, steps: steps.filter((step) => step !== undefined) };
}

export function challengeNamed(name: string): Check | undefined {
  return Object.hasOwn(challenges, name) ? challenges[name as ChallengeName] : undefined;
}
