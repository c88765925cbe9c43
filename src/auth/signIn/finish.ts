/** The end of a sign-in: the post-authentication function, the device, the tokens. */

import { eventAttributes } from "#auth/eventAttributes";
import { regionOfPool } from "#auth/pool";
import { deadSession } from "#auth/faults";
import { isUniqueViolation } from "#auth/store/context";
import type { NewSignIn, SignedTokens, StartedSignIn } from "#auth/tokens";
import type { AuthenticationResultType } from "#generated/types/cognitoIdp";
import { randomText } from "#kernel/id";
import type { Attempt, SignInRoom } from "./attempt.ts";
import { offeredDeviceKey } from "./knownDevice.ts";
import { presentUser } from "./required.ts";

export async function finish(room: SignInRoom, attempt: Attempt): Promise<AuthenticationResultType> {
  const { party, progress, clientMetadata } = attempt;
  const { pool, client } = party;
  const user = presentUser(attempt);
  const known = progress.proven.includes("device") ? offeredDeviceKey(attempt) : undefined;
  const made = known === undefined && pool.settings.devices ? newDevice(room, pool.id) : undefined;
  await postAuthentication(room, attempt, made !== undefined);
  if (made) await addDevice(room, attempt, made);
  const started = await startOnce(room, {
    originJti: attempt.unwrittenUse,
    pool,
    client,
    user,
    source: progress.newPasswordSet ? "NewPasswordChallenge" : "Authentication",
    clientMetadata,
    deviceKey: known ?? made?.DeviceKey,
  });
  return {
    ...authenticationResult(started),
    RefreshToken: started.refreshToken,
    ...(made && { NewDeviceMetadata: made }),
  };
}

/** @throws Fault when another request has made a sign-in of the same answer */
async function startOnce(room: SignInRoom, request: NewSignIn): Promise<StartedSignIn> {
  try {
    return await room.tokens.start(request);
  } catch (error) {
    if (request.originJti === undefined || !isUniqueViolation(error)) throw error;
    throw deadSession();
  }
}

/** Tokens as they go over the wire. */
export function authenticationResult(tokens: SignedTokens): AuthenticationResultType {
  return {
    AccessToken: tokens.accessToken,
    IdToken: tokens.idToken,
    ExpiresIn: tokens.expiresIn,
    TokenType: "Bearer",
  };
}

interface NewDevice {
  readonly DeviceKey: string;
  readonly DeviceGroupKey: string;
}

function newDevice(room: SignInRoom, poolId: string): NewDevice {
  return {
    DeviceKey: `${regionOfPool(poolId)}_${room.random.uuid()}`,
    DeviceGroupKey: `-${randomText(room.random, 9)}`,
  };
}

/** Not a device yet: ConfirmDevice makes it one. */
async function addDevice(room: SignInRoom, attempt: Attempt, { DeviceKey, DeviceGroupKey }: NewDevice): Promise<void> {
  const { poolId, sub } = presentUser(attempt);
  const now = room.clock.now();
  await room.stores.devices.create({
    key: DeviceKey,
    groupKey: DeviceGroupKey,
    poolId,
    sub,
    remembered: false,
    createdAt: now,
    updatedAt: now,
    lastAuthenticatedAt: now,
  });
}

async function postAuthentication(room: SignInRoom, attempt: Attempt, newDeviceUsed: boolean): Promise<void> {
  const user = presentUser(attempt);
  await room.triggers.run(attempt.party.pool, {
    trigger: "postAuthentication",
    source: "PostAuthentication_Authentication",
    userName: user.username,
    clientId: attempt.party.client.id,
    request: {
      userAttributes: eventAttributes(user),
      newDeviceUsed,
      clientMetadata: attempt.clientMetadata ?? {},
    },
    response: {},
  });
}
