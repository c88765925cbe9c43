/** LambdaConfig of a pool, to the triggers and back. */

import type { PoolTriggers } from "#auth/pool";
import type { LambdaConfigType } from "#generated/types/cognitoIdp";

const names = {
  PreSignUp: "preSignUp",
  PostConfirmation: "postConfirmation",
  PreAuthentication: "preAuthentication",
  PostAuthentication: "postAuthentication",
  CustomMessage: "customMessage",
  DefineAuthChallenge: "defineAuthChallenge",
  CreateAuthChallenge: "createAuthChallenge",
  VerifyAuthChallengeResponse: "verifyAuthChallengeResponse",
  PreTokenGeneration: "preTokenGeneration",
  UserMigration: "userMigration",
} as const satisfies Partial<Record<keyof LambdaConfigType, keyof PoolTriggers>>;

export interface ReadTriggers {
  readonly known: PoolTriggers;
  /** Members this server keeps but never calls. */
  readonly other: LambdaConfigType | undefined;
}

export function triggersFrom(config: LambdaConfigType = {}): ReadTriggers {
  const { PreTokenGenerationConfig: versioned, ...rest } = config;
  const known: Record<string, string> = {};
  const other: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(rest)) {
    if (value === undefined) continue;
    const trigger = Object.hasOwn(names, name) ? names[name as keyof typeof names] : undefined;
    if (trigger && typeof value === "string") known[trigger] = value;
    else other[name] = value;
  }
  if (versioned) {
    known["preTokenGeneration"] = versioned.LambdaArn;
    known["preTokenGenerationVersion"] = versioned.LambdaVersion;
  }
  return { known, other: Object.keys(other).length > 0 ? other : undefined };
}

export function triggersView(triggers: PoolTriggers, other: unknown): LambdaConfigType {
  const known = Object.entries(names).flatMap(([name, trigger]) =>
    triggers[trigger] === undefined ? [] : [[name, triggers[trigger]] as const],
  );
  const { preTokenGeneration, preTokenGenerationVersion } = triggers;
  const versioned = { LambdaArn: preTokenGeneration, LambdaVersion: preTokenGenerationVersion };
  return {
    ...(other as LambdaConfigType | undefined),
    ...Object.fromEntries(known),
    ...(preTokenGenerationVersion && {
      PreTokenGenerationConfig: versioned as NonNullable<LambdaConfigType["PreTokenGenerationConfig"]>,
    }),
  };
}
