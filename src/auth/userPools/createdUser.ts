/** Puts a user into the pool on an administrator's word. */

import { aliasExists, usernameExists } from "#auth/faults";
import type { Pool } from "#auth/pool";
import { firstNames, namesAfter } from "#auth/signInNames";
import type { PasswordVerifier, User } from "#auth/user";
import { changeUser } from "./changeUser.ts";
import type { NewUserPlan } from "./newUser.ts";
import type { UserPoolParts } from "./parts.ts";

/**
 * @param takeAliases verified addresses move here from users who have them
 * @throws Fault UsernameExistsException or AliasExistsException
 */
export async function addUser(
  parts: UserPoolParts,
  pool: Pool,
  { user, typed }: NewUserPlan,
  verifier: PasswordVerifier,
  takeAliases: boolean,
): Promise<User> {
  const names = firstNames(pool, user, typed);
  const first = takeAliases ? names.filter((name) => name.kind === "username" || name.kind === typed) : names;
  const taken = await parts.stores.users.create({ user, names: first, verifier }, pool);
  if (taken) throw taken.kind === "username" || taken.kind === typed ? usernameExists() : aliasExists(taken.kind);
  if (first.length === names.length) return user;
  return changeUser(parts, pool, user, (present) => ({
    names: namesAfter(pool, present, first),
    takeNames: names.filter((name) => !first.includes(name)),
  }));
}
