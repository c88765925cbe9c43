/** Brings one user into a pool, wholly or not at all; doing it again changes nothing. */

import { checkAttributes } from "#auth/attributes";
import { invalidParameter as unfit } from "#auth/faults";
import { type ContactAttribute, type Pool, srpPoolName } from "#auth/pool";
import { signInKey } from "#auth/signInKey";
import { firstNames } from "#auth/signInNames";
import type { NewUser } from "#auth/store/stores";
import type { User, UserMfa, UserStatus } from "#auth/user";
import { recoveryDestination } from "#auth/userPools/contact";
import { planUser } from "#auth/userPools/newUser";
import type { UserPoolParts } from "#auth/userPools/parts";
import { temporaryUntil } from "#auth/userPools/temporaryPassword";
import { Fault } from "#kernel/wire/fault";
import type { ImportResult, UserRecord } from "./userRecord.ts";

type Outcome = Pick<ImportResult, "outcome" | "reason">;

/** Never throws for what is wrong with the record. */
export async function importUser(parts: UserPoolParts, pool: Pool, record: UserRecord): Promise<Outcome> {
  try {
    const { typed, ...made } = plan(parts, pool, record);
    const present = await presentUser(parts, pool, record, made.user, typed);
    if (present) return present;
    const strange = await strangeGroup(parts, pool, record.groups);
    if (strange !== undefined) return refused(`The pool has no group ${strange}: create it first (CreateGroup).`);
    const taken = await parts.stores.users.create(made, pool);
    if (!taken) return withReason("created", notes(parts, pool, record, made));
    // Another record with this name may have been a moment earlier.
    const meanwhile = await presentUser(parts, pool, record, made.user, typed);
    return meanwhile ?? refused(`The ${taken.kind} ${taken.value} belongs to another user.`);
  } catch (error) {
    if (error instanceof Fault) return refused(error.message.trim());
    throw error;
  }
}

type Plan = NewUser & { readonly typed: ContactAttribute | undefined };

/** @throws Fault that says what is wrong with the record */
function plan(parts: UserPoolParts, pool: Pool, record: UserRecord): Plan {
  checkRecord(record);
  checkAttributes(pool, record.attributes, "administrator");
  const name = nameOf(pool, record);
  const planned = planUser(parts, pool, name, record.attributes, "RESET_REQUIRED");
  const sub = subOf(record) ?? planned.user.sub;
  // A password is good only under the spelling it was made with.
  const spelled = record.password?.username === name ? name : planned.user.username;
  const username = planned.typed ? sub : spelled;
  const verifier = usableVerifier(pool, username, record);
  const status = verifier ? statusOf(record.status) : "RESET_REQUIRED";
  const now = parts.clock.now();
  const user: User = {
    ...planned.user,
    sub,
    username,
    status,
    enabled: record.enabled,
    mfa: mfaOf(record),
    totpReady: record.totp !== undefined,
    identities: record.identities,
    createdAt: record.createdAt ?? now,
    ...(status === "FORCE_CHANGE_PASSWORD" && {
      temporaryPasswordUntil: temporaryUntil(pool.settings.passwordPolicy, now),
    }),
  };
  const names = firstNames(pool, user, planned.typed);
  return { user, names, verifier, totp: record.totp, groups: [...new Set(record.groups)], typed: planned.typed };
}

const usernamePattern = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function checkRecord({ username, sub, status, factors, attributes }: UserRecord): void {
  if (username !== "" && !usernamePattern.test(username)) {
    throw unfit("A username has 1 to 128 letters, digits, symbols or punctuation marks.");
  }
  if (sub !== undefined && !uuid.test(sub)) throw unfit("The attribute sub must be a UUID in lower case.");
  if (status === "EXTERNAL_PROVIDER") {
    throw unfit("A user of an external provider is not imported: signing in through the provider makes it anew.");
  }
  if (factors.includes("SMS_MFA") && !attributes["phone_number"]) throw unfit("MFA by SMS needs a phone_number.");
}

/** Where an address is the username, ListUsers tells the sub for it and the address as an attribute. */
function nameOf(pool: Pool, { username, attributes }: UserRecord): string {
  const { usernameAttributes } = pool.settings;
  if (usernameAttributes.length === 0 || (username !== "" && !uuid.test(username))) {
    if (username === "") throw unfit("The username is missing.");
    return username;
  }
  const held = usernameAttributes.filter((name) => attributes[name]);
  const first = held.find((name) => attributes[`${name}_verified`] === "true") ?? held[0];
  return (first && attributes[first]) ?? username;
}

function subOf({ sub, username }: UserRecord): string | undefined {
  return sub ?? (uuid.test(username) ? username : undefined);
}

function usableVerifier(pool: Pool, username: string, { password }: UserRecord): NewUser["verifier"] {
  if (!password || password.pool !== srpPoolName(pool.id) || password.username !== username) return undefined;
  return { salt: password.salt, verifier: password.verifier };
}

const kept: readonly UserStatus[] = ["UNCONFIRMED", "FORCE_CHANGE_PASSWORD", "RESET_REQUIRED"];

function statusOf(status: string | undefined): UserStatus {
  return kept.find((known) => known === status) ?? "CONFIRMED";
}

function mfaOf({ factors, preferredFactor, totp }: UserRecord): UserMfa {
  const sms = factors.includes("SMS_MFA");
  const softwareToken = factors.includes("SOFTWARE_TOKEN_MFA") && totp !== undefined;
  const has = { SMS_MFA: sms, SOFTWARE_TOKEN_MFA: softwareToken };
  return { sms, softwareToken, ...(preferredFactor && has[preferredFactor] && { preferred: preferredFactor }) };
}

/** Whoever has the user's own name already is this user; whoever has its sub under another name is not. */
async function presentUser(
  parts: UserPoolParts,
  pool: Pool,
  record: UserRecord,
  user: User,
  typed: ContactAttribute | undefined,
): Promise<Outcome | undefined> {
  const key = (text: string | undefined): string => signInKey(pool.settings.caseSensitive, text ?? "");
  const own = (one: User): string => key(typed ? one.attributes[typed] : one.username);
  const name = (typed ? user.attributes[typed] : user.username) ?? "";
  const holder = await parts.stores.users.findBySignInName(pool, name);
  if (holder && own(holder) === own(user)) {
    const isOther = subOf(record) !== undefined && holder.sub !== user.sub;
    return withReason("present", isOther ? [`It has another sub here: ${holder.sub}.`] : []);
  }
  if (holder) return refused(`The name ${name} belongs to another user.`);
  const same = await parts.stores.users.find(pool.id, user.sub);
  return same && refused(`The sub ${user.sub} belongs to another user.`);
}

async function strangeGroup(parts: UserPoolParts, pool: Pool, groups: readonly string[]): Promise<string | undefined> {
  for (const name of groups) if (!(await parts.stores.groups.find(pool.id, name))) return name;
  return undefined;
}

/** What an operator should know of a user who was created. */
function notes({ triggers }: UserPoolParts, pool: Pool, record: UserRecord, { user, verifier }: NewUser): string[] {
  const found: string[] = [];
  if (record.password && !verifier) {
    const { pool: itsPool, username } = record.password;
    found.push(`Its password is of ${username} in a pool whose id ends in ${itsPool}, and good only there.`);
  }
  if (!verifier && !recoveryDestination(pool, user) && !triggers.has(pool, "userMigration")) {
    found.push("It has no verified address to reset the password by: an administrator must set one.");
  }
  if (record.factors.includes("SOFTWARE_TOKEN_MFA") && !record.totp) {
    found.push("Its authenticator app must be set up again.");
  }
  return found;
}

function withReason(outcome: ImportResult["outcome"], reasons: readonly string[]): Outcome {
  return { outcome, ...(reasons.length > 0 && { reason: reasons.join(" ") }) };
}

function refused(reason: string): Outcome {
  return { outcome: "refused", reason };
}
