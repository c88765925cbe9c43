/** Tells the pool's post-confirmation function that a user was confirmed or has a new password. */

import { eventAttributes } from "#auth/eventAttributes";
import type { AuthParts } from "#auth/parts";
import type { Pool } from "#auth/pool";
import type { User } from "#auth/user";

export async function postConfirmation(
  parts: Pick<AuthParts, "triggers">,
  occasion: "ConfirmSignUp" | "ConfirmForgotPassword",
  pool: Pool,
  user: User,
  clientId: string,
  clientMetadata: Readonly<Record<string, string>> | undefined,
): Promise<void> {
  await parts.triggers.run(pool, {
    trigger: "postConfirmation",
    source: `PostConfirmation_${occasion}`,
    userName: user.username,
    clientId,
    request: { userAttributes: eventAttributes(user), clientMetadata: clientMetadata ?? {} },
    response: {},
  });
}
