/** The list of identity-pool operations: AWS name and what answers it. */

import { withUnsupported } from "#auth/unsupported";
import { cognitoIdentity } from "#generated/wire/cognitoIdentity";
import type { OperationTable } from "#kernel/wire/service";
import { createIdentityPool } from "./operations/createIdentityPool.ts";
import { deleteIdentities } from "./operations/deleteIdentities.ts";
import { deleteIdentityPool } from "./operations/deleteIdentityPool.ts";
import { describeIdentity } from "./operations/describeIdentity.ts";
import { describeIdentityPool } from "./operations/describeIdentityPool.ts";
import { getCredentialsForIdentity } from "./operations/getCredentialsForIdentity.ts";
import { getId } from "./operations/getId.ts";
import { getIdentityPoolRoles } from "./operations/getIdentityPoolRoles.ts";
import { getOpenIdToken } from "./operations/getOpenIdToken.ts";
import { listIdentities } from "./operations/listIdentities.ts";
import { listIdentityPools } from "./operations/listIdentityPools.ts";
import { setIdentityPoolRoles } from "./operations/setIdentityPoolRoles.ts";
import { unlinkIdentity } from "./operations/unlinkIdentity.ts";
import { updateIdentityPool } from "./operations/updateIdentityPool.ts";
import type { IdentityPoolParts } from "./parts.ts";

/** Every operation of the model; those that are not listed answer that they are not supported. */
export function identityPoolOperations(parts: IdentityPoolParts): OperationTable {
  return withUnsupported(cognitoIdentity, {
    CreateIdentityPool: createIdentityPool(parts),
    DeleteIdentities: deleteIdentities(parts),
    DeleteIdentityPool: deleteIdentityPool(parts),
    DescribeIdentity: describeIdentity(parts),
    DescribeIdentityPool: describeIdentityPool(parts),
    GetCredentialsForIdentity: getCredentialsForIdentity(parts),
    GetId: getId(parts),
    GetIdentityPoolRoles: getIdentityPoolRoles(parts),
    GetOpenIdToken: getOpenIdToken(parts),
    ListIdentities: listIdentities(parts),
    ListIdentityPools: listIdentityPools(parts),
    SetIdentityPoolRoles: setIdentityPoolRoles(parts),
    UnlinkIdentity: unlinkIdentity(parts),
    UpdateIdentityPool: updateIdentityPool(parts),
  });
}
