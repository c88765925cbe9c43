/** What the auth plane keeps, as its rooms see it. Leaf types; the files beside it implement them. */

import type { Client, ClientSettings } from "#auth/client";
import type { CodeOutcome, CodeTarget } from "#auth/code";
import type { Device } from "#auth/device";
import type { Group } from "#auth/group";
import type { Pool, PoolSettings } from "#auth/pool";
import type { RefreshToken, RotationOutcome, SignInRecord } from "#auth/refreshToken";
import type { ChallengeSession } from "#auth/session";
import type { LinkedIdentity, PasswordVerifier, User, UserMfa, UserStatus } from "#auth/user";
import type { IdentityPoolStore } from "./identityPools.ts";
import type { Page } from "./page.ts";
import type { ResourceStore } from "./resources.ts";

/** `create` and `update` throw the port's UniqueViolation when the hosted-pages prefix is another pool's. */
export interface PoolStore {
  create(pool: Pool): Promise<void>;
  find(id: string): Promise<Pool | undefined>;
  /** The pool that holds a hosted-pages prefix. */
  findByDomain(prefix: string): Promise<Pool | undefined>;
  list(limit: number, after?: string): Promise<Page<Pool>>;
  /** Writes when the pool still has the revision it was read with; false when another change was first. */
  update(
    pool: Pool,
    change: { readonly name?: string; readonly settings: PoolSettings },
    now: number,
  ): Promise<boolean>;
  /** Removes the pool and everything in it. */
  remove(id: string): Promise<boolean>;
}

export interface ClientStore {
  create(client: Client): Promise<void>;
  find(id: string): Promise<Client | undefined>;
  list(poolId: string, limit: number, after?: string): Promise<Page<Client>>;
  update(
    client: Client,
    change: { readonly name?: string; readonly settings: ClientSettings },
    now: number,
  ): Promise<boolean>;
  remove(poolId: string, id: string): Promise<boolean>;
}

/** A text that signs in, such as a username or a verified e-mail address. */
export interface SignInName {
  /** `identity`: a linked user of an external provider, as `<ProviderName>_<subject>`. */
  readonly kind: "username" | "email" | "phone_number" | "preferred_username" | "identity";
  readonly value: string;
}

export interface NewUser {
  readonly user: User;
  readonly names: readonly SignInName[];
  readonly verifier?: PasswordVerifier | undefined;
  /** A confirmed TOTP secret, for a user who brings one along. */
  readonly totp?: Uint8Array | undefined;
  /** Names of groups that are there. */
  readonly groups?: readonly string[] | undefined;
}

/** What an update changes; absent members stay. */
export interface UserChange {
  readonly status?: UserStatus;
  readonly enabled?: boolean;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly pending?: User["pending"];
  readonly mfa?: UserMfa;
  readonly identities?: readonly LinkedIdentity[];
  /** null takes it away. */
  readonly temporaryPasswordUntil?: number | null;
  /** Replaces the password; the older ones are remembered up to `historySize`. */
  readonly password?: { readonly verifier: PasswordVerifier; readonly historySize: number };
  /** All sign-in names after the change, when they change. */
  readonly names?: readonly SignInName[];
  /** Names that may be taken from another user (ForceAliasCreation). */
  readonly takeNames?: readonly SignInName[];
}

export type UserUpdate =
  | { readonly outcome: "updated"; readonly user: User }
  /** Changed or removed since it was read: read again. */
  | { readonly outcome: "stale" }
  /** The name belongs to another user. */
  | { readonly outcome: "taken"; readonly name: SignInName };

export interface UserFilter {
  /** `username`, `email`, `cognito:user_status`, `status`, `sub` … */
  readonly attribute: string;
  readonly match: "equals" | "startsWith";
  readonly value: string;
}

export interface UserStore {
  /** Undefined when done; otherwise the name that is taken. */
  create(user: NewUser, pool: Pool): Promise<SignInName | undefined>;
  /**
   * By whatever a person may type: username, sub, or an e-mail address, phone number or preferred username that signs in.
   * Compared by NFKC, and without case where the pool says so.
   */
  findBySignInName(pool: Pool, typed: string): Promise<User | undefined>;
  find(poolId: string, sub: string): Promise<User | undefined>;
  /** The sign-in names a user has now. */
  names(poolId: string, sub: string): Promise<readonly SignInName[]>;
  update(pool: Pool, user: User, change: UserChange, now: number): Promise<UserUpdate>;
  /** Removes the user, its names, password, devices, sign-ins and group memberships. */
  remove(poolId: string, sub: string): Promise<boolean>;
  list(pool: Pool, filter: UserFilter | undefined, limit: number, after?: string): Promise<Page<User>>;
  /** An estimate good enough for EstimatedNumberOfUsers. */
  count(poolId: string): Promise<number>;
}

export interface CredentialStore {
  /** Undefined for a user without a password. */
  password(poolId: string, sub: string): Promise<PasswordVerifier | undefined>;
  /** Earlier passwords, newest first. */
  passwordHistory(poolId: string, sub: string): Promise<readonly PasswordVerifier[]>;
  /** The TOTP secret as raw bytes; `ready` once it is confirmed, which the secret of a mere set-up is not. */
  totp(poolId: string, sub: string): Promise<{ readonly secret: Uint8Array; readonly ready: boolean } | undefined>;
  /** The secret of a set-up that has begun. */
  pendingTotp(poolId: string, sub: string): Promise<Uint8Array | undefined>;
  /** Begins (or begins anew) a set-up; a confirmed secret stays good until `confirmTotp`. */
  setPendingTotp(poolId: string, sub: string, secret: Uint8Array): Promise<void>;
  /** The pending secret takes effect; `step` is the time step that proved it and is used up. False when nothing is pending. */
  confirmTotp(poolId: string, sub: string, step: number): Promise<boolean>;
  /** False when this time step, or a later one, was used before. Atomic. */
  useTotpStep(poolId: string, sub: string, step: number): Promise<boolean>;
}

/** Failed sign-ins. A guess is checked first and settled after, so that parallel guesses learn no more than serial ones. */
export interface AttemptStore {
  /** True while locked: refuse without looking at the guess. */
  locked(poolId: string, subject: string, now: number): Promise<boolean>;
  /**
   * Counts a failure: from the fifth on a lock of 2^(n-5) s, at most 15 minutes.
   * False when a lock came first; answer then as if locked.
   */
  fail(poolId: string, subject: string, now: number): Promise<boolean>;
  /** Forgets the failures. False when a lock came first; then the right guess must be answered as if locked, too. */
  succeed(poolId: string, subject: string, now: number): Promise<boolean>;
  /** Takes one of `most` uses of `action` in a window of `windowMs`; false when none is left. */
  take(poolId: string, subject: string, action: string, most: number, windowMs: number, now: number): Promise<boolean>;
}

/** Challenge sessions. The text is what clients carry as `Session`; only its hash is kept. */
export interface SessionStore {
  create(session: ChallengeSession): Promise<string>;
  /** Undefined when unknown, used or expired. */
  find(text: string, now: number): Promise<ChallengeSession | undefined>;
  /** Like `find`, and ends the session: of parallel callers exactly one gets it. */
  take(text: string, now: number): Promise<ChallengeSession | undefined>;
}

export interface TokenStore {
  /** Starts a sign-in and makes its first refresh token, which lives until `tokenExpiresAt` (default: as the sign-in) and whose text is returned. */
  start(signIn: SignInRecord, tokenExpiresAt?: number): Promise<string>;
  find(token: string): Promise<RefreshToken | undefined>;
  /** Replaces the token by a new one that lives until `expiresAt`. Atomic; reuse after the grace period revokes the sign-in. */
  rotate(token: string, graceMs: number, expiresAt: number, now: number): Promise<RotationOutcome>;
  /** Undefined when there is none (any more). Revoked ones have `revokedAt`. */
  signIn(originJti: string): Promise<SignInRecord | undefined>;
  /** Revokes one sign-in: all its refresh and access tokens. */
  revoke(originJti: string, now: number): Promise<void>;
  /** GlobalSignOut. `exceptOriginJti` keeps one sign-in. */
  revokeAll(poolId: string, sub: string, now: number, exceptOriginJti?: string): Promise<void>;
  /** Revokes what was signed in on a device that is forgotten. */
  revokeDevice(poolId: string, sub: string, deviceKey: string, now: number): Promise<void>;
}

export interface DeviceStore {
  create(device: Device): Promise<void>;
  find(poolId: string, sub: string, key: string): Promise<Device | undefined>;
  list(poolId: string, sub: string, limit: number, after?: string): Promise<Page<Device>>;
  update(
    device: Device,
    change: Partial<Pick<Device, "name" | "verifier" | "remembered" | "lastAddress" | "lastAuthenticatedAt">>,
    now: number,
  ): Promise<boolean>;
  remove(poolId: string, sub: string, key: string): Promise<boolean>;
}

export type KeyUse = "id" | "access";

/** A signing key of a pool. `next` is published but does not sign yet; `retired` is published until `publishedUntil`. */
export interface SigningKey {
  readonly kid: string;
  readonly poolId: string;
  readonly use: KeyUse;
  readonly state: "next" | "active" | "retired";
  /** PKCS #8 PEM; sealed at rest. */
  readonly privateKey: string;
  /** base64url, as in a JWK. */
  readonly modulus: string;
  readonly exponent: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly publishedUntil?: number | undefined;
}

export interface SigningKeyStore {
  /** All published keys of a pool: next, active and not yet forgotten retired ones. */
  list(poolId: string, now: number): Promise<readonly SigningKey[]>;
  /** Adds the keys whose use has none in that state yet. */
  add(keys: readonly SigningKey[]): Promise<void>;
  /** Makes the pool's `next` keys active and retires the active ones until `publishedUntil`, in one unit. */
  promote(poolId: string, publishedUntil: number): Promise<void>;
}

export interface CodeStore {
  /** Makes a code of six digits, voiding an earlier one of the same target, and returns it. */
  issue(target: CodeTarget, expiresAt: number): Promise<string>;
  /** Checks a code; the right one is used up. Of parallel callers with the right code exactly one gets "right". */
  use(target: CodeTarget, code: string, now: number): Promise<CodeOutcome>;
  /** Voids the code of a target. */
  drop(target: CodeTarget): Promise<void>;
}

export interface GroupStore {
  /** False when the name is taken. */
  create(group: Group): Promise<boolean>;
  find(poolId: string, name: string): Promise<Group | undefined>;
  list(poolId: string, limit: number, after?: string): Promise<Page<Group>>;
  update(group: Group): Promise<boolean>;
  remove(poolId: string, name: string, now: number): Promise<boolean>;
  add(poolId: string, name: string, sub: string, now: number): Promise<void>;
  drop(poolId: string, name: string, sub: string, now: number): Promise<void>;
  /** All groups of a user, by precedence, then by name. */
  ofUser(poolId: string, sub: string): Promise<readonly Group[]>;
  users(poolId: string, name: string, limit: number, after?: string): Promise<Page<User>>;
}

/** Memberships that ended while tokens may be out that name them. */
export interface GroupLossStore {
  /** When somebody of the pool last lost a group. */
  newest(poolId: string): Promise<number | undefined>;
  /** Groups the user lost since then and is in no more. */
  ofUser(poolId: string, sub: string, since: number): Promise<readonly string[]>;
}

export interface AuthStores {
  readonly pools: PoolStore;
  readonly clients: ClientStore;
  readonly users: UserStore;
  readonly credentials: CredentialStore;
  readonly attempts: AttemptStore;
  readonly sessions: SessionStore;
  readonly tokens: TokenStore;
  readonly devices: DeviceStore;
  readonly keys: SigningKeyStore;
  readonly codes: CodeStore;
  readonly groups: GroupStore;
  readonly groupLosses: GroupLossStore;
  readonly identityPools: IdentityPoolStore;
  readonly resources: ResourceStore;
}
