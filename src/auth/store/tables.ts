/** The auth plane's tables as Kysely sees them. Times are milliseconds since the epoch; booleans are 0 and 1. */

export interface PoolsTable {
  id: string;
  name: string;
  /** JSON of PoolSettings without `oauth`. */
  settings: string;
  /** Sealed JSON of OAuthSettings, or null. */
  oauth: string | null;
  revision: number;
  created_at: number;
  updated_at: number;
}

/** Who holds a hosted-pages prefix; the key keeps it unique in the installation. */
export interface DomainsTable {
  prefix: string;
  pool_id: string;
}

export interface ClientsTable {
  id: string;
  pool_id: string;
  name: string;
  /** Sealed, or null for a public client. */
  secret: string | null;
  settings: string;
  revision: number;
  created_at: number;
  updated_at: number;
}

export interface UsersTable {
  pool_id: string;
  sub: string;
  username: string;
  status: string;
  enabled: number;
  /** JSON. */
  attributes: string;
  pending: string;
  mfa: string;
  identities: string;
  temporary_until: number | null;
  revision: number;
  created_at: number;
  updated_at: number;
  /** Copies that ListUsers filters by; the first four in the normal form of sign-in names. */
  username_key: string;
  email_key: string | null;
  phone_number_key: string | null;
  preferred_username_key: string | null;
  name: string | null;
  given_name: string | null;
  family_name: string | null;
}

/** Every text that signs a user in, in normal form; the primary key is what makes a name unique in its pool. */
export interface SignInNamesTable {
  pool_id: string;
  name_key: string;
  kind: string;
  value: string;
  sub: string;
}

export interface CredentialsTable {
  pool_id: string;
  sub: string;
  /** Sealed JSON of PasswordVerifier. */
  password: string | null;
  /** Sealed bytes. */
  totp: string | null;
  /** Sealed bytes of a set-up that is not confirmed yet. */
  totp_pending: string | null;
  /** 1 when `totp` is there. */
  totp_ready: number;
  /** The last time step a code was accepted for. */
  totp_step: number;
}

export interface PasswordHistoryTable {
  pool_id: string;
  sub: string;
  replaced_at: number;
  password: string;
}

export interface GroupsTable {
  pool_id: string;
  name: string;
  description: string | null;
  role_arn: string | null;
  precedence: number | null;
  created_at: number;
  updated_at: number;
}

export interface GroupMembersTable {
  pool_id: string;
  group_name: string;
  sub: string;
  added_at: number;
}

/** A membership that ended; kept as long as tokens may be out that name it. */
export interface GroupLossesTable {
  pool_id: string;
  sub: string;
  group_name: string;
  lost_at: number;
}

export interface DevicesTable {
  pool_id: string;
  sub: string;
  device_key: string;
  group_key: string;
  name: string | null;
  /** Sealed JSON of PasswordVerifier, or null until confirmed. */
  verifier: string | null;
  remembered: number;
  last_address: string | null;
  created_at: number;
  updated_at: number;
  last_authenticated_at: number;
}

export interface SessionsTable {
  /** SHA-256 of the session text, hexadecimal. */
  id_hash: string;
  pool_id: string;
  /** Sealed JSON of ChallengeSession. */
  body: string;
  expires_at: number;
}

export interface SignInsTable {
  origin_jti: string;
  pool_id: string;
  client_id: string;
  sub: string;
  device_key: string | null;
  scopes: string;
  auth_time: number;
  expires_at: number;
  revoked_at: number | null;
}

export interface RefreshTokensTable {
  /** SHA-256 of the token, hexadecimal. */
  token_hash: string;
  origin_jti: string;
  expires_at: number;
  superseded_at: number | null;
}

export interface AttemptsTable {
  pool_id: string;
  subject: string;
  failures: number;
  locked_until: number;
  last_at: number;
}

export interface UsesTable {
  pool_id: string;
  subject: string;
  action: string;
  used: number;
  window_start: number;
  expires_at: number;
}

export interface CodesTable {
  pool_id: string;
  purpose: string;
  subject: string;
  detail: string;
  /** HMAC-SHA256 of target and code, hexadecimal. */
  code_hash: string;
  tries: number;
  expires_at: number;
}

export interface SigningKeysTable {
  kid: string;
  pool_id: string;
  key_use: string;
  state: string;
  /** Sealed PKCS #8 PEM. */
  private_key: string;
  modulus: string;
  exponent: string;
  created_at: number;
  published_until: number | null;
}

export interface IdentityPoolsTable {
  id: string;
  name: string;
  settings: string;
  revision: number;
  created_at: number;
  updated_at: number;
}

export interface IdentitiesTable {
  id: string;
  pool_id: string;
  created_at: number;
  updated_at: number;
}

/** Which login belongs to which identity; the primary key makes it one identity per login. */
export interface IdentityLoginsTable {
  pool_id: string;
  provider: string;
  subject: string;
  identity_id: string;
}

/** What an AmplifyBackend auth resource stands for. */
export interface ResourcesTable {
  resource_id: string;
  app_id: string;
  environment: string;
  resource_name: string;
  imported: number;
  user_pool_id: string;
  web_client_id: string;
  native_client_id: string;
  identity_pool_id: string | null;
  created_at: number;
}

export interface AuthTables {
  auth_pools: PoolsTable;
  auth_domains: DomainsTable;
  auth_clients: ClientsTable;
  auth_users: UsersTable;
  auth_sign_in_names: SignInNamesTable;
  auth_credentials: CredentialsTable;
  auth_password_history: PasswordHistoryTable;
  auth_groups: GroupsTable;
  auth_group_members: GroupMembersTable;
  auth_group_losses: GroupLossesTable;
  auth_devices: DevicesTable;
  auth_sessions: SessionsTable;
  auth_sign_ins: SignInsTable;
  auth_refresh_tokens: RefreshTokensTable;
  auth_attempts: AttemptsTable;
  auth_uses: UsesTable;
  auth_codes: CodesTable;
  auth_signing_keys: SigningKeysTable;
  auth_identity_pools: IdentityPoolsTable;
  auth_identities: IdentitiesTable;
  auth_identity_logins: IdentityLoginsTable;
  auth_resources: ResourcesTable;
}
