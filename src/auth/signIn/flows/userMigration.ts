/** The user-migration function: brings a user over from elsewhere at the first sign-in with a password. */

import { type Attributes, checkAttributes } from "#auth/attributes";
import { policyProblem } from "#auth/passwordPolicy";
import { type Pool, srpPoolName } from "#auth/pool";
import { signInKey } from "#auth/signInKey";
import { firstNames } from "#auth/signInNames";
import type { MfaType, User, UserStatus } from "#auth/user";
import type { FlowRequest, SignInRoom } from "#auth/signIn/attempt";

type Migrated = Readonly<Record<string, unknown>>;

/** What the function says of a name and its password. */
export interface Voucher {
  readonly answer: Migrated;
  readonly attributes: Attributes;
}

/** Undefined when the pool has no such function or it does not know the user. */
export async function migrateUser(
  room: SignInRoom,
  request: FlowRequest,
  typed: string,
  password: string,
): Promise<User | undefined> {
  const voucher = await askFunction(room, request, typed, password);
  return voucher && createMigrated(room, request.party, typed, password, voucher);
}

/** Undefined as above. @param userName as it was typed */
export async function askFunction(
  room: SignInRoom,
  { party, clientMetadata }: FlowRequest,
  userName: string,
  password: string,
): Promise<Voucher | undefined> {
  const answer = await room.triggers.run(party.pool, {
    trigger: "userMigration",
    source: "UserMigration_Authentication",
    userName,
    clientId: party.client.id,
    request: { password, validationData: clientMetadata ?? {}, clientMetadata: clientMetadata ?? {} },
    response: {
      userAttributes: null,
      forceAliasCreation: null,
      enableSMSMFA: null,
      finalUserStatus: null,
      messageAction: null,
      desiredDeliveryMediums: null,
    },
  });
  const attributes = textAttributes(answer?.["userAttributes"]);
  return answer && attributes && { answer, attributes };
}

/** The function vouched for this password; one that breaks the policy is changed at once. */
export function statusBy(pool: Pool, answer: Migrated, password: string): UserStatus {
  const isFinal = answer["finalUserStatus"] === "CONFIRMED" || answer["finalUserStatus"] === undefined;
  const isGood = policyProblem(pool.settings.passwordPolicy, password) === undefined;
  return isFinal && isGood ? "CONFIRMED" : "FORCE_CHANGE_PASSWORD";
}

async function createMigrated(
  room: SignInRoom,
  { pool }: FlowRequest["party"],
  typed: string,
  password: string,
  { answer, attributes: given }: Voucher,
): Promise<User | undefined> {
  const { username: givenName, sub: _sub, "cognito:user_status": _status, ...attributes } = given;
  checkAttributes(pool, attributes, "administrator");
  const sub = room.random.uuid();
  const now = room.clock.now();
  const sms = answer["enableSMSMFA"] === true;
  const user: User = {
    poolId: pool.id,
    sub,
    username:
      pool.settings.usernameAttributes.length > 0 ? sub : signInKey(pool.settings.caseSensitive, givenName ?? typed),
    status: statusBy(pool, answer, password),
    enabled: true,
    attributes,
    mfa: { sms, softwareToken: false, preferred: sms ? ("SMS_MFA" satisfies MfaType) : undefined },
    totpReady: false,
    identities: [],
    pending: {},
    revision: 1,
    createdAt: now,
    updatedAt: now,
  };
  const kind = pool.settings.usernameAttributes.find((name) => attributes[name] === typed);
  const identity = { pool: srpPoolName(pool.id), user: user.username };
  const verifier = await room.srpQueue.makeVerifier(pool.id, identity, password);
  const taken = await room.stores.users.create({ user, names: firstNames(pool, user, kind), verifier }, pool);
  // Another request migrated the same user a moment ago.
  if (taken) return room.stores.users.findBySignInName(pool, typed);
  return user;
}

/** Attributes as texts; undefined when the function gave none and so knows no such user. */
function textAttributes(value: unknown): Attributes | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== null && entry !== undefined)
      .map(([name, entry]) => [name, typeof entry === "string" ? entry : JSON.stringify(entry)]),
  );
}
