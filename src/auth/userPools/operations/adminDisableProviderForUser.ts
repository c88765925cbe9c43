/** AdminDisableProviderForUser: takes a linked identity from its user. */

import { invalidParameter, userNotFound } from "#auth/faults";
import { namesAfter } from "#auth/signInNames";
import { openPool } from "#auth/userPools/adminAccess";
import { changeUser } from "#auth/userPools/changeUser";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";

export function adminDisableProviderForUser(parts: UserPoolParts): UserPoolOperation<"AdminDisableProviderForUser"> {
  return async ({ UserPoolId, User: { ProviderName, ProviderAttributeValue } }) => {
    const pool = await openPool(parts, UserPoolId);
    if (!ProviderName || !ProviderAttributeValue) {
      throw invalidParameter("User needs ProviderName and ProviderAttributeValue.");
    }
    const name = `${ProviderName}_${ProviderAttributeValue}`;
    const user = await parts.stores.users.findBySignInName(pool, name);
    if (!user) throw userNotFound();
    const held = await parts.stores.users.names(pool.id, user.sub);
    await changeUser(parts, pool, user, (present) => {
      const identities = present.identities.filter(
        ({ providerName, userId }) => providerName !== ProviderName || userId !== ProviderAttributeValue,
      );
      return { identities, names: namesAfter(pool, { ...present, identities }, held) };
    });
    return {};
  };
}
