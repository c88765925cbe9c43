/** The user-migration function: brings a user over from elsewhere at the first sign-in with a password. */

import { type Attributes, checkAttributes } from "#auth/attributes";
import { policyProblem } from "#auth/passwordPolicy";
import { srpPoolName } from "#auth/pool";
import { firstNames } from "#auth/signInNames";
import type { MfaType, User } from "#auth/user";
import type { FlowRequest, SignInRoom } from "../attempt.ts";

type Migrated = Readonly<Record<string, unknown>>;

/** Undefined when the pool has no such function or it does not know the user. */
export async function migrateUser(
  room: SignInRoom,
  { party, clientMetadata }: FlowRequest,
  typed: string,
  password: string,
): Promise<User | undefined> {
  const { pool, client } = party;
  if (!room.triggers.has(pool, "userMigration")) return undefined;
  const answer = await room.triggers.run(pool, {
    trigger: "userMigration",
    source: "UserMigration_Authentication",
    userName: typed,
    clientId: client.id,
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
  return answer && attributes ? createMigrated(room, party, typed, password, answer, attributes) : undefined;
}

async function createMigrated(
  room: SignInRoom,
  { pool }: FlowRequest["party"],
  typed: string,
  password: string,
  answer: Migrated,
  given: Attributes,
): Promise<User | undefined> {
  const { username: givenName, sub: _sub, "cognito:user_status": _status, ...attributes } = given;
  checkAttributes(pool, attributes, "administrator");
  const sub = room.random.uuid();
  const now = room.clock.now();
  // The function vouched for this password; one that breaks the policy is changed at once.
  const isFinal = answer["finalUserStatus"] === "CONFIRMED" || answer["finalUserStatus"] === undefined;
  const isGood = policyProblem(pool.settings.passwordPolicy, password) === undefined;
  const sms = answer["enableSMSMFA"] === true;
  const user: User = {
    poolId: pool.id,
    sub,
    username: pool.settings.usernameAttributes.length > 0 ? sub : (givenName ?? typed),
    status: isFinal && isGood ? "CONFIRMED" : "FORCE_CHANGE_PASSWORD",
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
  const verifier = room.srp.makeVerifier({ pool: srpPoolName(pool.id), user: user.username }, password);
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
