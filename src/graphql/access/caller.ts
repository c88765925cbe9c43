/** Who asks an API, as its mode of authorization proved it. Leaf types. */

import type { AccessKeyCaller, IdentityCaller } from "#ports/caller";
import type { UserPoolCaller } from "#ports/verifier";

export interface ApiKeyCaller {
  readonly kind: "apiKey";
  /** The key's public id, never the key. */
  readonly keyId: string;
}

/** Holds a good token of the API's user pool. */
export interface UserPoolsCaller extends Pick<UserPoolCaller, "sub" | "username" | "groups" | "claims"> {
  readonly kind: "userPools";
}

/** Holds a good token of the API's OpenID Connect provider. */
export interface OidcCaller {
  readonly kind: "oidc";
  readonly issuer: string;
  readonly subject: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Signed the request: a user or guest of an identity pool, or an operator, whom rules do not bind. */
export interface IamCaller {
  readonly kind: "iam";
  readonly identity: IdentityCaller | AccessKeyCaller;
}

/** Let in by the API's authorizer function. */
export interface FunctionCaller {
  readonly kind: "function";
  /** What the function said about the caller; resolvers see it. */
  readonly resolverContext: Readonly<Record<string, unknown>>;
  /** `Type.field`, or the field's ARN: answered as null with an error. */
  readonly deniedFields: readonly string[];
}

/** `kind` is the provider's name in access rules. */
export type ApiCaller = ApiKeyCaller | UserPoolsCaller | OidcCaller | IamCaller | FunctionCaller;
