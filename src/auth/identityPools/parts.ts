/** What identity-pool operations are built from. */

import type { AuthParts } from "#auth/parts";
import type { SigningKeys } from "#auth/signingKeys";
import type { CognitoIdentityOperations as Types } from "#generated/types/cognitoIdentity";
import type { Operation } from "#kernel/wire/operation";
import type { TokenVerifier } from "#ports/verifier";
import type { SessionCredentials } from "./sessionCredentials.ts";

export interface IdentityPoolParts extends AuthParts {
  readonly signingKeys: SigningKeys;
  readonly verifier: TokenVerifier;
  readonly credentials: SessionCredentials;
}

/** An operation of the service, by its AWS name. */
export type IdentityPoolOperation<Name extends keyof Types> = Operation<Types[Name]["input"], Types[Name]["output"]>;
