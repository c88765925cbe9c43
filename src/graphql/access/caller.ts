/** Who asks an API. Leaf types; each mode adds its kind. */

export interface ApiKeyCaller {
  readonly kind: "apiKey";
  /** The key's public id, never the key. */
  readonly keyId: string;
}

export type ApiCaller = ApiKeyCaller;

/** Callers of one shape share compiled plans; what differs between them travels as parameters. */
export function callerShape(caller: ApiCaller): string {
  return caller.kind;
}
