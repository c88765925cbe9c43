/** AdminLinkProviderForUser: a user of an external provider is this user from now on. */

import { invalidParameter, userNotFound } from "#auth/faults";
import { namesAfter } from "#auth/signInNames";
import { openPool } from "#auth/userPools/adminAccess";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { changeUser } from "#auth/userPools/changeUser";

const mostIdentities = 5;

export function adminLinkProviderForUser(parts: UserPoolParts): UserPoolOperation<"AdminLinkProviderForUser"> {
  return async ({ UserPoolId, DestinationUser, SourceUser }) => {
    const pool = await openPool(parts, UserPoolId);
    const providerName = SourceUser.ProviderName;
    const userId = SourceUser.ProviderAttributeValue;
    if (!providerName || !userId || SourceUser.ProviderAttributeName !== "Cognito_Subject") {
      throw invalidParameter(
        "SourceUser needs ProviderName, ProviderAttributeName Cognito_Subject and ProviderAttributeValue.",
      );
    }
    if (providerName === "Cognito") throw invalidParameter("SourceUser must be a user of an external provider.");
    const user = await parts.stores.users.findBySignInName(pool, DestinationUser.ProviderAttributeValue ?? "");
    if (!user) throw userNotFound();
    const dateCreated = parts.clock.now();
    const linked = { userId, providerName, providerType: providerName, issuer: null, primary: false, dateCreated };
    const held = await parts.stores.users.names(pool.id, user.sub);
    await changeUser(parts, pool, user, (present) => {
      if (present.identities.some((identity) => identity.providerName === providerName && identity.userId === userId)) {
        throw invalidParameter("SourceUser is already linked to DestinationUser");
      }
      if (present.identities.length >= mostIdentities)
        throw invalidParameter("At most 5 identities can be linked to a user.");
      const identities = [...present.identities, linked];
      return { identities, names: namesAfter(pool, { ...present, identities }, held) };
    });
    return {};
  };
}
