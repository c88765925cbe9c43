/** Challenge sessions of the sign-in room: bound to pool, client, user and challenge, and ended once. */

import { deadSession } from "#auth/faults";
import type { ChallengeSession } from "#auth/session";
import type { Attempt, ChallengeName, Party, Progress, Question, SignInRoom, Values } from "./attempt.ts";

/** What goes over the wire for a question. */
export interface AskedQuestion {
  readonly challenge: ChallengeName;
  readonly parameters: Values;
  readonly session: string;
}

/** Keeps the attempt until its answer comes. */
export async function ask(room: SignInRoom, attempt: Attempt, question: Question): Promise<AskedQuestion> {
  const { party, user, username } = attempt;
  const session = await room.stores.sessions.create({
    poolId: party.pool.id,
    clientId: party.client.id,
    sub: user?.sub,
    username,
    challenge: question.challenge,
    state: { ...question.progress },
    expiresAt: room.clock.now() + party.client.settings.sessionLifetime,
  });
  const carrier = question.sessionCarrier;
  const carried = carrier === undefined ? {} : { [carrier]: sealSession(room, party, session) };
  return { challenge: question.challenge, parameters: { ...question.parameters, ...carried }, session };
}

/** The attempt a session stands for. The session stays good until `endSession`. */
export async function resume(
  room: SignInRoom,
  party: Party,
  challenge: string,
  text: string,
  clientMetadata: Values | undefined,
): Promise<Attempt> {
  const session = await room.stores.sessions.find(text, room.clock.now());
  if (!session || !belongsTo(session, party, challenge)) throw deadSession();
  const user = session.sub === undefined ? undefined : await room.stores.users.find(party.pool.id, session.sub);
  if (session.sub !== undefined && !user) throw deadSession();
  const progress = session.state as unknown as Progress;
  return { party, user, username: session.username, progress, clientMetadata };
}

/** Uses the session up: of parallel callers all but one are refused. */
export async function endSession(room: SignInRoom, text: string): Promise<void> {
  if (!(await room.stores.sessions.take(text, room.clock.now()))) throw deadSession();
}

function belongsTo(session: ChallengeSession, { pool, client }: Party, challenge: string): boolean {
  return session.poolId === pool.id && session.clientId === client.id && session.challenge === challenge;
}

/** Carries the session within SECRET_BLOCK, which older clients send back alone. */
function sealSession(room: SignInRoom, party: Party, session: string): string {
  return Buffer.from(room.sealer.seal(session, carrierPurpose(party)), "utf8").toString("base64");
}

/** The session within a SECRET_BLOCK. @throws Fault when the block is not one of ours, or of another client */
export function openCarrier(room: SignInRoom, party: Party, block: string): string {
  try {
    return room.sealer.openText(Buffer.from(block, "base64").toString("utf8"), carrierPurpose(party));
  } catch {
    throw deadSession();
  }
}

function carrierPurpose({ pool, client }: Party): string {
  return `secret block of client ${client.id} in pool ${pool.id}`;
}
