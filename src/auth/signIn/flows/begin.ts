/** What every flow that names a user begins with: the client's proof, the user, the pre-authentication function. */

import { hidesUserExistence } from "#auth/client";
import { eventAttributes } from "#auth/eventAttributes";
import { userNotFound } from "#auth/faults";
import { checkSecretHash } from "#auth/secretHash";
import { signInKey } from "#auth/signInKey";
import { simulatedSub } from "#auth/srp";
import type { User } from "#auth/user";
import type { Attempt, FlowName, FlowRequest, Party, SignInRoom } from "#auth/signIn/attempt";
import { checkOfferedDevice } from "#auth/signIn/knownDevice";
import { required } from "#auth/signIn/required";

/** Finds the user; `missing` may still bring one into being. */
export async function beginWithUser(
  room: SignInRoom,
  request: FlowRequest,
  flow: FlowName,
  missing: (typed: string) => Promise<User | undefined> = async () => undefined,
): Promise<Attempt> {
  const { party, parameters, clientMetadata } = request;
  const typed = required(parameters, "USERNAME");
  checkSecretHash(party.client, [typed], parameters["SECRET_HASH"]);
  const user = (await room.stores.users.findBySignInName(party.pool, typed)) ?? (await missing(typed));
  if (!user && !hidesUserExistence(party.client)) throw userNotFound();
  const attempt: Attempt = {
    party,
    user,
    username: user?.username ?? simulatedName(room, party, typed),
    progress: { flow, typed, proven: [], deviceKey: parameters["DEVICE_KEY"] },
    clientMetadata,
  };
  await checkOfferedDevice(room, attempt);
  await preAuthentication(room, attempt);
  return attempt;
}

/**
 * What the username of a user who is not there would look like in this pool: the same for every spelling of a name,
 * and a random-looking one where an e-mail address or phone number signs in.
 */
function simulatedName(room: SignInRoom, { pool }: Party, typed: string): string {
  const { usernameAttributes, aliasAttributes, caseSensitive } = pool.settings;
  const key = signInKey(caseSensitive, typed);
  const isSub = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key);
  const isAlias = aliasAttributes.length > 0 && /@|^\+\d+$/.test(key);
  return !isSub && (usernameAttributes.length > 0 || isAlias) ? simulatedSub(room.simulationKey, pool.id, key) : key;
}

async function preAuthentication(room: SignInRoom, { party, user, username, clientMetadata }: Attempt): Promise<void> {
  await room.triggers.run(party.pool, {
    trigger: "preAuthentication",
    source: "PreAuthentication_Authentication",
    userName: username,
    clientId: party.client.id,
    request: {
      userAttributes: user ? eventAttributes(user) : {},
      validationData: clientMetadata ?? {},
      userNotFound: !user,
    },
    response: {},
  });
}
