/** USER_PASSWORD_AUTH and its administrator's twin: the password itself is sent and compared with the SRP verifier. */

import { wrongPassword } from "#auth/faults";
import { srpPoolName } from "#auth/pool";
import type { Attempt, Begin, FlowName, SignInRoom } from "#auth/signIn/attempt";
import { proving } from "#auth/signIn/attempt";
import { guess } from "#auth/signIn/guess";
import { required } from "#auth/signIn/required";
import { passwordVerifierOf } from "#auth/signIn/storedPassword";
import { beginWithUser } from "./begin.ts";
import { proveToFunction } from "./importedUser.ts";
import { migrateUser } from "./userMigration.ts";

export const userPassword: Begin = (room, request) => withPassword(room, request, "USER_PASSWORD_AUTH");
export const adminUserPassword: Begin = (room, request) => withPassword(room, request, "ADMIN_USER_PASSWORD_AUTH");

async function withPassword(room: SignInRoom, request: Parameters<Begin>[1], flow: FlowName): Promise<Attempt> {
  const password = required(request.parameters, "PASSWORD");
  const attempt = await beginWithUser(room, request, flow, (typed) => migrateUser(room, request, typed, password));
  const adopted = await proveToFunction(room, request, attempt, password);
  if (adopted) return adopted;
  const stored = await passwordVerifierOf(room, attempt);
  const identity = { pool: srpPoolName(attempt.party.pool.id), user: attempt.username };
  const isRight = async (): Promise<boolean> =>
    (await room.srpQueue.matches(attempt.party.pool.id, identity, password, stored)) && attempt.user !== undefined;
  await guess(room, attempt, "password", isRight, wrongPassword);
  return proving(attempt, "password");
}
