/** What an authorization mode implements: request -> caller. Leaf types. */

import type { ModeType } from "#generated/types/amplifyBackend";
import type { ApiCaller } from "#graphql/access/caller";

/** What a request shows for itself. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The keys of the API, as the API_KEY mode asks for them. */
export interface KnownKeys {
  verify(text: string, now: number): ApiCaller | undefined;
}

export interface AuthMode {
  readonly name: ModeType;
  /** `absent`: the request has no credential of this mode. Undefined: it has one, and it is no good. */
  authenticate(credentials: Credentials, keys: KnownKeys): ApiCaller | "absent" | undefined;
}
