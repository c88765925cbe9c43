/** Port: a verified identity, as planes see it. */

export interface AccessKeyCaller {
  readonly kind: "accessKey";
  readonly accessKeyId: string;
  /** The key made at first start may do everything and cannot be deleted. */
  readonly root: boolean;
}

/** Who sent a request. Later kinds (user pool, identity pool) join this union. */
export type Caller = AccessKeyCaller;
