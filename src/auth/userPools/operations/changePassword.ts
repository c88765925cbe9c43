/** ChangePassword: a signed-in user replaces the password; other sign-ins end. */

import { invalidParameter, passwordAttemptsExceeded, wrongPassword } from "#auth/faults";
import { newPassword } from "#auth/passwords";
import { srpPoolName } from "#auth/pool";
import { changeUser } from "#auth/userPools/changeUser";
import { takeTurn } from "#auth/userPools/limits";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import type { PasswordVerifier } from "#auth/user";
import { openAccessToken } from "#auth/userPools/tokenAccess";

export function changePassword(parts: UserPoolParts): UserPoolOperation<"ChangePassword"> {
  return async (input) => {
    const { pool, user, token } = await openAccessToken(parts, input.AccessToken);
    const stored = await parts.stores.credentials.password(pool.id, user.sub);
    if (stored) {
      if (!input.PreviousPassword) throw invalidParameter("Missing required parameter PreviousPassword");
      await checkPrevious(parts, pool.id, user, input.PreviousPassword, stored);
    }
    await takeTurn(parts, "ChangePassword", pool.id, user.sub);
    const password = await newPassword(parts, pool, user, input.ProposedPassword);
    await changeUser(parts, pool, user, () => ({ password }));
    await parts.stores.tokens.revokeAll(pool.id, user.sub, parts.clock.now(), token.originJti);
    return {};
  };
}

/** A guess like one at sign-in: counted and locked in the same way. */
async function checkPrevious(
  parts: UserPoolParts,
  poolId: string,
  user: { readonly sub: string; readonly username: string },
  password: string,
  stored: PasswordVerifier,
): Promise<void> {
  const { attempts } = parts.stores;
  const now = parts.clock.now();
  if (await attempts.locked(poolId, user.sub, now)) throw passwordAttemptsExceeded();
  const identity = { pool: srpPoolName(poolId), user: user.username };
  const right = await parts.srpQueue.matches(poolId, identity, password, stored);
  const settled = right ? attempts.succeed(poolId, user.sub, now) : attempts.fail(poolId, user.sub, now);
  if (!(await settled)) throw passwordAttemptsExceeded();
  if (!right) throw wrongPassword();
}
