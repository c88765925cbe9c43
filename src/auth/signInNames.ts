/** Which names sign a user in, by the pool's settings and what of the user is verified. */

import type { AliasAttribute, Pool } from "./pool.ts";
import { signInKey } from "./signInKey.ts";
import type { SignInName } from "./store/stores.ts";
import type { User } from "./user.ts";

type Named = Pick<User, "username" | "attributes" | "identities">;

/** Names of a new user; `typed` is the attribute the user signed up by, which signs in before it is verified. */
export function firstNames(pool: Pool, user: Named, typed?: AliasAttribute): readonly SignInName[] {
  return namesAfter(pool, user, typed ? [{ kind: typed, value: user.attributes[typed] ?? "" }] : []);
}

/**
 * Names after a change. An e-mail address or phone number counts once it is verified; until then the one
 * that signed in before goes on doing so, so that a mistyped address locks nobody out.
 */
export function namesAfter(pool: Pool, user: Named, present: readonly SignInName[]): readonly SignInName[] {
  const { usernameAttributes, aliasAttributes, caseSensitive } = pool.settings;
  const key = (value: string): string => signInKey(caseSensitive, value);
  const names: SignInName[] = [{ kind: "username", value: user.username }];
  for (const kind of [...usernameAttributes, ...aliasAttributes]) {
    const value = user.attributes[kind];
    if (value === undefined) continue;
    const held = present.find((name) => name.kind === kind);
    const verified = kind === "preferred_username" || user.attributes[`${kind}_verified`] === "true";
    if (verified || (held && key(held.value) === key(value))) names.push({ kind, value });
    else if (held && usernameAttributes.some((attribute) => attribute === kind)) names.push(held);
  }
  const linked = user.identities.map(({ providerName, userId }) => ({
    kind: "identity" as const,
    value: `${providerName}_${userId}`,
  }));
  return [...names, ...linked];
}
