/** The auth plane's sign-in on a real database in a folder of its own, with a clock, messages and functions that tests hold. */

import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sqliteDatabases } from "#adapters/database/sqlite/databases";
import type { Client, ClientSettings } from "#auth/client";
import { createMessages } from "#auth/messages";
import { migrations } from "#auth/migrations/list";
import type { AuthParts } from "#auth/parts";
import { type Pool, type PoolSettings, srpPoolName } from "#auth/pool";
import { createSignIn, type SignIn } from "#auth/signIn/signIn";
import { firstNames } from "#auth/signInNames";
import { createSigningKeys, type SigningKeys } from "#auth/signingKeys";
import { createSrpQueue } from "#auth/srpQueue";
import { standardSchema } from "#auth/standardAttributes";
import { createStores } from "#auth/store/create";
import { createTokens, type Tokens } from "#auth/tokens";
import { createTriggers } from "#auth/triggers";
import type { User } from "#auth/user";
import { createVerifier } from "#auth/verifier";
import { deriveKey } from "#kernel/crypto/deriveKey";
import { createSealer } from "#kernel/crypto/seal";
import { createSignedTokens } from "#kernel/crypto/signedToken";
import { randomText } from "#kernel/id";
import { createBuilder } from "#kernel/sql/builder";
import { migrate } from "#kernel/sql/migrate";
import type { Database } from "#ports/database";
import type { FunctionFailure } from "#ports/functions";
import type { Log } from "#ports/log";
import type { Mail } from "#ports/mail";
import type { Sms } from "#ports/sms";
import type { TokenVerifier } from "#ports/verifier";

export interface TestEvent {
  readonly triggerSource: string;
  readonly userName: string;
  readonly request: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}

export type TestFunction = (event: TestEvent) => Readonly<Record<string, unknown>>;

export interface AuthHouse {
  readonly folder: string;
  readonly masterKey: Uint8Array;
  readonly database: Database;
  readonly parts: AuthParts;
  readonly tokens: Tokens;
  readonly signingKeys: SigningKeys;
  readonly verifier: TokenVerifier;
  readonly signIn: SignIn;
  readonly mails: Mail[];
  readonly texts: Sms[];
  /** Functions by the name a pool calls them; each answers the `response` of its event. */
  readonly functions: Map<string, TestFunction>;
  /** Events in the order they were sent. */
  readonly events: TestEvent[];
  /** Moves the clock by so many milliseconds. */
  pass(milliseconds: number): void;
  /** Stops the clock while `work` runs, however slow the machine is. */
  atOnce<T>(work: () => Promise<T>): Promise<T>;
  /** Closes the database; the folder stays for `reopen`. */
  close(): Promise<void>;
  /** Closes the database and removes the folder. */
  remove(): Promise<void>;
}

export const baseUrl = "http://127.0.0.1:4600";

const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silent,
};

/** @param kept the folder and key of a house that was closed: the same data, as after a restart */
export async function openAuthHouse(kept?: Pick<AuthHouse, "folder" | "masterKey">): Promise<AuthHouse> {
  const folder = kept?.folder ?? (await mkdtemp(join(tmpdir(), "ohmstead-auth-")));
  const masterKey = kept?.masterKey ?? randomBytes(32);
  const databases = sqliteDatabases({ folder });
  const database = await databases.open("house");
  await migrate(database, "auth", migrations);
  let offset = 0;
  let stopped: number | undefined;
  const clock = { now: () => (stopped ?? Date.now()) + offset };
  const random = { bytes: (count: number) => randomBytes(count), uuid: () => randomUUID() };
  const sealer = createSealer(deriveKey(masterKey, "seal"));
  const codeKey = deriveKey(masterKey, "codes");
  const stores = createStores({ database, sql: createBuilder(database), sealer, random, codeKey });
  const mails: Mail[] = [];
  const texts: Sms[] = [];
  const events: TestEvent[] = [];
  const functions = new Map<string, TestFunction>();
  const triggers = createTriggers({ invoke: async (name, event) => callFunction(functions, events, name, event) });
  const messages = createMessages(
    { send: async (mail) => void mails.push(mail) },
    { send: async (sms) => void texts.push(sms) },
    triggers,
    silent,
  );
  const settings = {
    region: "us-east-1",
    accountId: "123456789012",
    baseUrl: () => baseUrl,
    issuerForm: "own" as const,
  };
  const parts: AuthParts = {
    stores,
    messages,
    triggers,
    srpQueue: createSrpQueue(),
    sealer,
    clock,
    random,
    log: silent,
    settings,
    pageTokens: createSignedTokens(deriveKey(masterKey, "pages"), "auth"),
    simulationKey: deriveKey(masterKey, "simulation"),
  };
  const signingKeys = createSigningKeys(stores.keys, clock);
  const tokens = createTokens({ ...parts, signingKeys });
  return {
    folder,
    masterKey,
    database,
    parts,
    tokens,
    signingKeys,
    verifier: createVerifier({ signingKeys, tokens: stores.tokens, clock, baseUrl: settings.baseUrl }),
    signIn: createSignIn({ ...parts, tokens }),
    mails,
    texts,
    functions,
    events,
    pass: (milliseconds) => void (offset += milliseconds),
    async atOnce(work) {
      stopped = Date.now();
      try {
        return await work();
      } finally {
        stopped = undefined;
      }
    },
    close: () => databases.close(),
    async remove() {
      await databases.close();
      await rm(folder, { recursive: true });
    },
  };
}

function callFunction(
  functions: ReadonlyMap<string, TestFunction>,
  events: TestEvent[],
  name: string,
  event: unknown,
): unknown {
  const seen = structuredClone(event) as TestEvent;
  events.push(seen);
  const called = functions.get(name);
  if (!called) throw failure("unavailable", `There is no function ${name}.`);
  try {
    return { ...seen, response: called(seen) };
  } catch (error) {
    throw failure("threw", error instanceof Error ? error.message : String(error));
  }
}

function failure(reason: FunctionFailure["reason"], message: string): FunctionFailure {
  return Object.assign(new Error(message), { name: "FunctionFailure" as const, reason });
}

export const poolSettings: PoolSettings = {
  usernameAttributes: [],
  aliasAttributes: [],
  caseSensitive: false,
  autoVerifiedAttributes: [],
  verifyBeforeUpdate: [],
  schema: standardSchema([]),
  passwordPolicy: {
    minimumLength: 8,
    requireUppercase: false,
    requireLowercase: false,
    requireNumbers: false,
    requireSymbols: false,
    temporaryPasswordValidityDays: 7,
    historySize: 0,
  },
  mfa: { mode: "OFF", sms: false, softwareToken: false },
  recoveryMechanisms: [],
  adminCreateOnly: false,
  triggers: {},
  issuerForm: "own",
  deletionProtection: false,
  tags: {},
  kept: {},
};

export const clientSettings: ClientSettings = {
  flows: [
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "ALLOW_CUSTOM_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
  ],
  accessTokenLifetime: 3_600_000,
  idTokenLifetime: 3_600_000,
  refreshTokenLifetime: 30 * 86_400_000,
  lifetimeUnits: { access: "hours", id: "hours", refresh: "days" },
  sessionLifetime: 180_000,
  preventUserExistenceErrors: "ENABLED",
  tokenRevocation: true,
  oauthFlowsAllowed: false,
  oauthFlows: [],
  oauthScopes: [],
  callbackUrls: [],
  logoutUrls: [],
  identityProviders: ["COGNITO"],
  kept: {},
};

/** A pool with its signing keys. */
export async function makePool(house: AuthHouse, settings: Partial<PoolSettings> = {}): Promise<Pool> {
  const now = house.parts.clock.now();
  const id = `us-east-1_${randomText(house.parts.random, 9)}`;
  const made = { ...poolSettings, ...settings };
  const pool: Pool = { id, name: "test", settings: made, revision: 1, createdAt: now, updatedAt: now };
  await house.parts.stores.pools.create(pool);
  await house.signingKeys.create(id);
  return pool;
}

export async function makeClient(
  house: AuthHouse,
  pool: Pool,
  settings: Partial<ClientSettings> = {},
  secret?: string,
): Promise<Client> {
  const now = house.parts.clock.now();
  const client: Client = {
    id: randomText(house.parts.random, 26),
    poolId: pool.id,
    name: "web",
    secret,
    settings: { ...clientSettings, ...settings },
    revision: 1,
    createdAt: now,
    updatedAt: now,
  };
  await house.parts.stores.clients.create(client);
  return client;
}

/** A confirmed user; `username` is the sub where an attribute signs in. */
export async function makeUser(
  house: AuthHouse,
  pool: Pool,
  username: string,
  password: string | undefined,
  change: Partial<User> = {},
): Promise<User> {
  const now = house.parts.clock.now();
  const sub = randomUUID();
  const byAttribute = pool.settings.usernameAttributes.length > 0;
  const user: User = {
    poolId: pool.id,
    sub,
    username: byAttribute ? sub : username,
    status: "CONFIRMED",
    enabled: true,
    attributes: {},
    mfa: { sms: false, softwareToken: false },
    totpReady: false,
    identities: [],
    pending: {},
    revision: 1,
    createdAt: now,
    updatedAt: now,
    ...change,
  };
  const identity = { pool: srpPoolName(pool.id), user: user.username };
  const verifier =
    password === undefined ? undefined : await house.parts.srpQueue.makeVerifier(pool.id, identity, password);
  const kind = pool.settings.usernameAttributes.find((name) => user.attributes[name] === username);
  const taken = await house.parts.stores.users.create({ user, names: firstNames(pool, user, kind), verifier }, pool);
  if (taken) throw new Error(`The name ${taken.value} is taken.`);
  return user;
}
