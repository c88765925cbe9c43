/** What an authorization mode implements: request -> caller. Leaf types. */

import type { BackendAPIAppSyncAuthSettingsTypeDef, ModeType } from "#generated/types/amplifyBackend";
import type { ApiCaller } from "#graphql/access/caller";
import type { Provider } from "#graphql/sdl/model";
import type { WireRequest } from "#kernel/wire/http";
import type { KnownKey } from "#kernel/wire/sigv4";
import type { AccessKeyCaller, IdentityCaller } from "#ports/caller";
import type { Clock } from "#ports/clock";
import type { Functions } from "#ports/functions";
import type { Outbound } from "#ports/outbound";
import type { EnvironmentPools } from "#ports/pools";
import type { Standing } from "#ports/standing";
import type { TokenVerifier } from "#ports/verifier";

/** What modes ask of the rest of the house. */
export interface ModeServices {
  readonly verifier: TokenVerifier;
  readonly standing: Standing;
  readonly pools: EnvironmentPools;
  /** Secret and owner of an access key, temporary ones by their session token. */
  readonly lookup: (
    accessKeyId: string,
    sessionToken: string | undefined,
  ) => Promise<KnownKey<AccessKeyCaller | IdentityCaller> | undefined>;
  readonly outbound: Outbound;
  readonly functions: Functions;
}

/** The keys of the API, as the API_KEY mode asks for them. */
export interface KnownKeys {
  verify(text: string, now: number): ApiCaller | undefined;
}

/** AWS_LAMBDA is no mode of the seed: the operator's settings name the function. */
export type ModeName = ModeType | "AWS_LAMBDA";

/** One mode an API is configured with. */
export interface ModeSetting {
  readonly mode: ModeName;
  readonly settings: BackendAPIAppSyncAuthSettingsTypeDef;
  /** Of AWS_LAMBDA: the authorizer. */
  readonly functionName?: string;
}

export interface ModeContext extends ModeServices {
  readonly api: { readonly apiId: string; readonly appId: string; readonly environment: string };
  readonly keys: KnownKeys;
  readonly clock: Clock;
}

/** Settings are checked before there is an API. */
export interface CheckContext extends Omit<ModeContext, "api" | "keys"> {
  readonly api: Omit<ModeContext["api"], "apiId">;
}

/**
 * - a caller: the credential is good
 * - `absent`: the request has no credential this mode could read; another mode may
 * - `refused`: it has one, and it is no good
 */
export type Outcome =
  | { readonly kind: "caller"; readonly caller: ApiCaller }
  | { readonly kind: "absent" }
  | { readonly kind: "refused"; readonly message?: string };

export const absent: Outcome = { kind: "absent" };
export const refused: Outcome = { kind: "refused" };

/** A mode as one API has it. */
export interface OpenMode {
  /** At once where nothing has to be waited for. */
  authenticate(request: WireRequest): Outcome | Promise<Outcome>;
  /**
   * Whether somebody this request let in before is still let in; without it, `authenticate` tells. For credentials that
   * hold longer than the request that carried them.
   */
  again?(request: WireRequest): Promise<Outcome>;
  /** The caller without what he lost since his credential was made, for those who stay connected. */
  held?(caller: ApiCaller): Promise<ApiCaller>;
}

export interface AuthMode {
  readonly name: ModeName;
  /** What rules call those who come this way. */
  readonly provider: Provider;
  open(setting: ModeSetting, context: ModeContext): OpenMode;
  /** Checks a setting before an API is made or changed. Throws a Refusal. */
  check?(setting: ModeSetting, context: CheckContext): Promise<void>;
  /** The mode's entry of `authConfig` in amplify-meta.json. */
  describe(setting: ModeSetting): Readonly<Record<string, unknown>>;
}

/** The Authorization header without the scheme some clients put before a token. */
export function bearer({ headers }: Pick<WireRequest, "headers">): string | undefined {
  const text = headers["authorization"];
  if (typeof text !== "string" || text.startsWith("AWS4-HMAC-SHA256")) return undefined;
  const token = text.replace(/^Bearer /i, "").trim();
  return token === "" ? undefined : token;
}
