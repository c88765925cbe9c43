/** AdminSetUserPassword: gives a user a password, for good or until the next sign-in. */

import { newPassword } from "#auth/passwords";
import { openUser } from "#auth/userPools/adminAccess";
import { changeUser } from "#auth/userPools/changeUser";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { temporaryUntil } from "#auth/userPools/temporaryPassword";

export function adminSetUserPassword(parts: UserPoolParts): UserPoolOperation<"AdminSetUserPassword"> {
  return async (input) => {
    const { pool, user } = await openUser(parts, input);
    const password = await newPassword(parts, pool, user, input.Password);
    const now = parts.clock.now();
    const until = input.Permanent ? undefined : temporaryUntil(pool.settings.passwordPolicy, now);
    await changeUser(parts, pool, user, () => ({
      password,
      status: input.Permanent ? "CONFIRMED" : "FORCE_CHANGE_PASSWORD",
      temporaryPasswordUntil: until ?? null,
    }));
    await parts.stores.tokens.revokeAll(pool.id, user.sub, now);
    await parts.stores.attempts.succeed(pool.id, user.sub, now);
    return {};
  };
}
