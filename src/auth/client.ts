/** An app client of a user pool: which flows it may use, how long its tokens live, what it may read. */

export type AuthFlow =
  | "ALLOW_USER_SRP_AUTH"
  | "ALLOW_USER_PASSWORD_AUTH"
  | "ALLOW_ADMIN_USER_PASSWORD_AUTH"
  | "ALLOW_CUSTOM_AUTH"
  | "ALLOW_REFRESH_TOKEN_AUTH"
  | "ALLOW_USER_AUTH";

export interface ClientSettings {
  readonly flows: readonly AuthFlow[];
  /** Milliseconds: 5 minutes to a day. */
  readonly accessTokenLifetime: number;
  readonly idTokenLifetime: number;
  /** Milliseconds: an hour to ten years. */
  readonly refreshTokenLifetime: number;
  /** How CreateUserPoolClient gave the lifetimes, so that they are described in the same units. */
  readonly lifetimeUnits: {
    readonly access: "seconds" | "minutes" | "hours" | "days";
    readonly id: "seconds" | "minutes" | "hours" | "days";
    readonly refresh: "seconds" | "minutes" | "hours" | "days";
  };
  /** Milliseconds a challenge session lives: 3 to 15 minutes. */
  readonly sessionLifetime: number;
  readonly preventUserExistenceErrors: "LEGACY" | "ENABLED";
  readonly tokenRevocation: boolean;
  /** Absent: no rotation. The old token stays good for `graceSeconds` (0-60). */
  readonly rotation?: { readonly graceSeconds: number } | undefined;
  /** Absent: all attributes. */
  readonly readAttributes?: readonly string[] | undefined;
  /** Absent: all mutable attributes. */
  readonly writeAttributes?: readonly string[] | undefined;
  readonly oauthFlowsAllowed: boolean;
  /** `code`, `implicit`, `client_credentials`. */
  readonly oauthFlows: readonly string[];
  /** `openid`, `email`, `aws.cognito.signin.user.admin` … */
  readonly oauthScopes: readonly string[];
  readonly callbackUrls: readonly string[];
  readonly logoutUrls: readonly string[];
  readonly defaultRedirectUri?: string | undefined;
  readonly identityProviders: readonly string[];
  /** Members that are kept and described but have no effect here, by wire name. */
  readonly kept: Readonly<Record<string, unknown>>;
}

export interface Client {
  /** 26 lower-case letters and digits. */
  readonly id: string;
  readonly poolId: string;
  readonly name: string;
  /** Absent for a public client. */
  readonly secret?: string | undefined;
  readonly settings: ClientSettings;
  readonly revision: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** True when the client answers unknown users like known ones. */
export function hidesUserExistence(client: Client): boolean {
  return client.settings.preventUserExistenceErrors === "ENABLED";
}
