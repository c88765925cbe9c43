/** DescribeIdentity: the providers an identity has logins of. */

import type { Identity } from "#auth/identityPool";
import type { IdentityDescription } from "#generated/types/cognitoIdentity";
import { identityMissing } from "#auth/identityPools/faults";
import type { IdentityPoolOperation, IdentityPoolParts } from "#auth/identityPools/parts";

export function describeIdentity(parts: IdentityPoolParts): IdentityPoolOperation<"DescribeIdentity"> {
  return async ({ IdentityId }) => {
    const identity = await parts.stores.identityPools.identity(IdentityId);
    if (!identity) throw identityMissing(IdentityId);
    return identityView(identity);
  };
}

export function identityView(identity: Identity): IdentityDescription {
  return {
    IdentityId: identity.id,
    Logins: identity.logins.map(({ provider }) => provider),
    CreationDate: identity.createdAt,
    LastModifiedDate: identity.updatedAt,
  };
}
