/** Challenge sessions: bound to pool, client, user and challenge, good for a few minutes, and ended once. */

import { createHash } from "node:crypto";
import { deadSession } from "#auth/faults";
import type { ChallengeSession } from "#auth/session";
import type {
  Attempt,
  ChallengeName,
  Party,
  Progress,
  Question,
  SessionHandle,
  SignInRoom,
  Values,
} from "./attempt.ts";

/** What goes over the wire for a question. */
export interface AskedQuestion {
  readonly challenge: ChallengeName;
  readonly parameters: Values;
  readonly session: string;
}

/** Stands for the sub of a user who is not there, so that the length of a block does not tell. */
const nobody = "00000000-0000-0000-0000-000000000000";
/** Longer than any session lives, so that a used one stays known until it is too old anyway. */
const usedMs = 3_600_000;

/**
 * Keeps the attempt until its answer comes. As a rule the store keeps it and `Session` is its random name. A question
 * with a carrier (SECRET_BLOCK) keeps it sealed in that parameter instead: older clients send nothing else back, and
 * anybody may ask for such a question, so none of them costs a write.
 */
export async function ask(room: SignInRoom, attempt: Attempt, question: Question): Promise<AskedQuestion> {
  const { challenge, parameters, sessionCarrier } = question;
  await writeUse(room, attempt);
  const kept = sessionFor(room, attempt, question);
  if (sessionCarrier === undefined) {
    return { challenge, parameters, session: await room.stores.sessions.create(kept) };
  }
  const block = seal(room, attempt.party, kept);
  return { challenge, parameters: { ...parameters, [sessionCarrier]: block }, session: nameOf(block) };
}

/** Which session an answer is for. `Session` may be missing beside a SECRET_BLOCK; where both come they must agree. */
export function sessionOf(given: string | undefined, values: Values): SessionHandle {
  const block = values["PASSWORD_CLAIM_SECRET_BLOCK"];
  if (block === undefined && given !== undefined) return { text: given, sealed: false };
  if (block === undefined || (given !== undefined && given !== nameOf(block))) throw deadSession();
  return { text: block, sealed: true };
}

/** The attempt a session stands for. The session stays good until `endSession`. */
export async function resume(
  room: SignInRoom,
  party: Party,
  challenge: string,
  handle: SessionHandle,
  clientMetadata: Values | undefined,
): Promise<Attempt> {
  const now = room.clock.now();
  const session = handle.sealed
    ? open(room, party, handle.text)?.session
    : await room.stores.sessions.find(handle.text, now);
  if (!session || session.expiresAt <= now || !belongsTo(session, party, challenge)) throw deadSession();
  // Looked for in any case: the time of an answer must not tell who exists.
  const user = await room.stores.users.find(party.pool.id, session.sub ?? nobody);
  if (session.sub !== undefined && !user) throw deadSession();
  const progress = session.state as unknown as Progress;
  return { party, user, username: session.username, progress, clientMetadata };
}

/** Uses a stored session up: of parallel callers all but one are refused. */
export async function endSession(room: SignInRoom, handle: SessionHandle): Promise<void> {
  if (handle.sealed || !(await room.stores.sessions.take(handle.text, room.clock.now()))) throw deadSession();
}

/**
 * Marks a right answer's sealed session as used. The mark is written with what the answer leads to: a sign-in takes the
 * session's id for its own, which can be taken once, and costs no further write. (A wrong answer is written as a failure.)
 */
export function useSealedSession(room: SignInRoom, attempt: Attempt, handle: SessionHandle): Attempt {
  const id = handle.sealed ? open(room, attempt.party, handle.text)?.id : undefined;
  if (id === undefined) throw deadSession();
  return { ...attempt, unwrittenUse: id };
}

/** Writes the mark before a further question is asked. */
async function writeUse(room: SignInRoom, { party, unwrittenUse }: Attempt): Promise<void> {
  if (unwrittenUse === undefined) return;
  const { attempts } = room.stores;
  const isFirst = await attempts.take(party.pool.id, unwrittenUse, "session", 1, usedMs, room.clock.now());
  if (!isFirst) throw deadSession();
}

function sessionFor(room: SignInRoom, { party, user, username }: Attempt, question: Question): ChallengeSession {
  return {
    poolId: party.pool.id,
    clientId: party.client.id,
    sub: user?.sub,
    username,
    challenge: question.challenge,
    state: { ...question.progress },
    expiresAt: room.clock.now() + party.client.settings.sessionLifetime,
  };
}

function belongsTo(session: ChallengeSession, { pool, client }: Party, challenge: string): boolean {
  return session.poolId === pool.id && session.clientId === client.id && session.challenge === challenge;
}

interface SealedSession {
  /** Names it among the used ones. */
  readonly id: string;
  readonly session: ChallengeSession;
}

function seal(room: SignInRoom, party: Party, session: ChallengeSession): string {
  const content: SealedSession = { id: room.random.uuid(), session: { ...session, sub: session.sub ?? nobody } };
  return Buffer.from(room.sealer.seal(JSON.stringify(content), purposeFor(party)), "utf8").toString("base64");
}

/** Undefined for a block that is not one of ours, or of another client. */
function open(room: SignInRoom, party: Party, block: string): SealedSession | undefined {
  try {
    const text = room.sealer.openText(Buffer.from(block, "base64").toString("utf8"), purposeFor(party));
    const { id, session } = JSON.parse(text) as SealedSession;
    return { id, session: session.sub === nobody ? { ...session, sub: undefined } : session };
  } catch {
    return undefined;
  }
}

function purposeFor({ pool, client }: Party): string {
  return `secret block of client ${client.id} in pool ${pool.id}`;
}

/** What goes as `Session` beside a block. */
function nameOf(block: string): string {
  return createHash("sha256").update(block).digest("base64url");
}
