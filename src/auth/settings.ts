/** What the auth plane is told by whoever starts it, and what follows from it: issuers. */

import { type Pool, regionOfPool } from "./pool.ts";

export interface AuthSettings {
  readonly region: string;
  /** Twelve digits, for ARNs. */
  readonly accountId: string;
  /** Address clients reach this server by, without a slash at the end; asked anew each time, since the port may be found late. */
  baseUrl(): string;
  /** Issuer form of pools whose tags do not say otherwise. */
  readonly issuerForm: "own" | "amazonaws";
}

/** `iss` of the pool's tokens; the discovery document and JWKS are below it. */
export function issuerOf(settings: AuthSettings, pool: Pool): string {
  if (pool.settings.issuerForm === "own") return `${settings.baseUrl()}/${pool.id}`;
  return `https://cognito-idp.${regionOfPool(pool.id)}.amazonaws.com/${pool.id}`;
}
