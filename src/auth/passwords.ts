/** New passwords: held to the pool's policy and history, and made into verifiers. */

import { passwordHistoryViolation, policyViolation } from "./faults.ts";
import type { AuthParts } from "./parts.ts";
import { policyProblem } from "./passwordPolicy.ts";
import { type Pool, srpPoolName } from "./pool.ts";
import type { UserChange } from "./store/stores.ts";
import type { User } from "./user.ts";

type Parts = Pick<AuthParts, "stores" | "srpQueue">;

/** @throws Fault InvalidPasswordException */
export function checkPolicy(pool: Pool, password: string): void {
  const problem = policyProblem(pool.settings.passwordPolicy, password);
  if (problem !== undefined) throw policyViolation(problem);
}

/**
 * The password as a change of the user.
 * @throws Fault InvalidPasswordException, or PasswordHistoryPolicyViolationException when it was used before
 */
export async function newPassword(
  parts: Parts,
  pool: Pool,
  user: User,
  password: string,
): Promise<NonNullable<UserChange["password"]>> {
  checkPolicy(pool, password);
  const { historySize } = pool.settings.passwordPolicy;
  const identity = { pool: srpPoolName(pool.id), user: user.username };
  if (historySize > 0) {
    const { credentials } = parts.stores;
    const current = await credentials.password(pool.id, user.sub);
    const earlier = await credentials.passwordHistory(pool.id, user.sub);
    const old = [...(current ? [current] : []), ...earlier].slice(0, historySize);
    for (const verifier of old) {
      if (await parts.srpQueue.matches(pool.id, identity, password, verifier)) throw passwordHistoryViolation();
    }
  }
  return { verifier: await parts.srpQueue.makeVerifier(pool.id, identity, password), historySize };
}
