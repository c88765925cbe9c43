/** How often a user may do what: Cognito's limits an hour. A refused request uses nothing up, so SDK retries do no harm. */

import { attemptLimit } from "#auth/faults";
import type { UserPoolParts } from "./parts.ts";

const hour = 3_600_000;

const perHour = {
  ResendConfirmationCode: 5,
  ConfirmSignUp: 15,
  ForgotPassword: 10,
  ConfirmForgotPassword: 15,
  ChangePassword: 5,
  GetUserAttributeVerificationCode: 5,
  VerifyUserAttribute: 15,
  VerifySoftwareToken: 15,
} as const;

/** @throws Fault LimitExceededException */
export async function takeTurn(
  parts: UserPoolParts,
  action: keyof typeof perHour,
  poolId: string,
  subject: string,
): Promise<void> {
  const left = await parts.stores.attempts.take(poolId, subject, action, perHour[action], hour, parts.clock.now());
  if (!left) throw attemptLimit();
}
