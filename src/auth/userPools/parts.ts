/** What user-pool operations are built from. */

import type { AuthParts } from "#auth/parts";
import type { SignIn } from "#auth/signIn/signIn";
import type { SigningKeys } from "#auth/signingKeys";
import type { Tokens } from "#auth/tokens";
import type { Operation } from "#kernel/wire/operation";
import type { CognitoIdentityProviderOperations as Types } from "#generated/types/cognitoIdp";
import type { TokenVerifier } from "#ports/verifier";

export interface UserPoolParts extends AuthParts {
  readonly signingKeys: SigningKeys;
  readonly tokens: Tokens;
  readonly signIn: SignIn;
  readonly verifier: TokenVerifier;
}

/** An operation of the service, by its AWS name. */
export type UserPoolOperation<Name extends keyof Types> = Operation<Types[Name]["input"], Types[Name]["output"]>;
