/** Port: a verified identity, as planes see it. */

export interface AccessKeyCaller {
  readonly kind: "accessKey";
  readonly accessKeyId: string;
  /** The key made at first start may do everything and cannot be deleted. */
  readonly root: boolean;
}

/** Somebody who holds temporary credentials of an identity pool. */
export interface IdentityCaller {
  readonly kind: "identity";
  readonly accessKeyId: string;
  /** `<region>:<uuid>`, stable for a user. */
  readonly identityId: string;
  readonly identityPoolId: string;
  /** False for a guest. */
  readonly authenticated: boolean;
  readonly roleArn: string;
  /** The user pool that vouched for the user, where one did. */
  readonly userPoolId?: string | undefined;
  readonly sub?: string | undefined;
  readonly username?: string | undefined;
  readonly groups?: readonly string[] | undefined;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Somebody who did not sign, at an operation that needs no signature. */
export interface AnonymousCaller {
  readonly kind: "anonymous";
}

/** Who sent a request. */
export type Caller = AccessKeyCaller | IdentityCaller | AnonymousCaller;
