/** The list of identity-pool operations: AWS name and what answers it. */

import { withUnsupported } from "#auth/unsupported";
import type { CognitoIdentityOperations as Types } from "#generated/types/cognitoIdentity";
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
import type { IdentityPoolOperation, IdentityPoolParts } from "./parts.ts";

/** What answers each operation, by AWS name. */
const operations = {
  CreateIdentityPool: createIdentityPool,
  DeleteIdentities: deleteIdentities,
  DeleteIdentityPool: deleteIdentityPool,
  DescribeIdentity: describeIdentity,
  DescribeIdentityPool: describeIdentityPool,
  GetCredentialsForIdentity: getCredentialsForIdentity,
  GetId: getId,
  GetIdentityPoolRoles: getIdentityPoolRoles,
  GetOpenIdToken: getOpenIdToken,
  ListIdentities: listIdentities,
  ListIdentityPools: listIdentityPools,
  SetIdentityPoolRoles: setIdentityPoolRoles,
  UnlinkIdentity: unlinkIdentity,
  UpdateIdentityPool: updateIdentityPool,
} satisfies { readonly [Name in keyof Types]?: (parts: IdentityPoolParts) => IdentityPoolOperation<Name> };

/** Every operation of the model; those that are not listed answer that they are not supported. */
export function identityPoolOperations(parts: IdentityPoolParts): OperationTable {
  const bound = Object.entries(operations).map(([name, make]) => [name, make(parts)] as const);
  return withUnsupported(cognitoIdentity, Object.fromEntries(bound));
}
