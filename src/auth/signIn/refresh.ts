/** Refresh tokens: new tokens for old sign-ins, and rotation. */

import { checkClientSecret, checkSecretHash } from "#auth/secretHash";
import type { Client } from "#auth/client";
import {
  flowNotEnabled,
  invalidParameter,
  invalidRefreshToken,
  refreshTokenExpired,
  refreshTokenReused,
  refreshTokenRevoked,
} from "#auth/faults";
import type { RefreshToken, RotationOutcome } from "#auth/refreshToken";
import type { User } from "#auth/user";
import type { AuthenticationResultType, GetTokensFromRefreshTokenRequest } from "#generated/types/cognitoIdp";
import type { FlowRequest, Party, SignInRoom, Values } from "./attempt.ts";
import { authenticationResult } from "./finish.ts";
import { required } from "./required.ts";
import { checkStanding } from "./steps/standing.ts";

interface Refreshing {
  readonly token: string;
  readonly deviceKey: string | undefined;
  readonly clientMetadata: Values | undefined;
}

/** REFRESH_TOKEN_AUTH: the older way, which AWS closes where refresh tokens rotate. */
export async function refreshByFlow(room: SignInRoom, request: FlowRequest): Promise<AuthenticationResultType> {
  const { party, parameters } = request;
  const { client } = party;
  if (!client.settings.flows.includes("ALLOW_REFRESH_TOKEN_AUTH")) throw flowNotEnabled("REFRESH_TOKEN_AUTH");
  if (client.settings.rotation) {
    throw invalidParameter(
      "Refresh tokens of this client rotate: call GetTokensFromRefreshToken instead of REFRESH_TOKEN_AUTH.",
    );
  }
  const token = required(parameters, "REFRESH_TOKEN");
  const found = await findGood(room, party, token, parameters["DEVICE_KEY"]);
  checkSecretHash(client, namesOf(found.user), parameters["SECRET_HASH"]);
  const tokens = await renew(room, party, found, request.clientMetadata);
  return authenticationResult(tokens);
}

/** GetTokensFromRefreshToken: the only way newer clients know. */
export async function refreshByOperation(
  room: SignInRoom,
  party: Party,
  input: GetTokensFromRefreshTokenRequest,
): Promise<AuthenticationResultType> {
  checkClientSecret(party.client, input.ClientSecret);
  const asked: Refreshing = {
    token: input.RefreshToken,
    deviceKey: input.DeviceKey,
    clientMetadata: input.ClientMetadata,
  };
  const found = await findGood(room, party, asked.token, asked.deviceKey);
  const tokens = await renew(room, party, found, asked.clientMetadata);
  const { rotation } = party.client.settings;
  if (!rotation) return authenticationResult(tokens);
  // Last of all: a refresh that fails before this has not used the token up.
  const rotated = await rotate(room, asked.token, rotation.graceSeconds, found.refreshToken.expiresAt);
  return { ...authenticationResult(tokens), RefreshToken: rotated };
}

interface GoodToken {
  readonly refreshToken: RefreshToken;
  readonly user: User;
}

async function findGood(
  room: SignInRoom,
  { pool, client }: Party,
  token: string,
  deviceKey: string | undefined,
): Promise<GoodToken> {
  const refreshToken = await room.stores.tokens.find(token);
  const now = room.clock.now();
  if (!refreshToken || refreshToken.signIn.clientId !== client.id || refreshToken.signIn.poolId !== pool.id) {
    throw invalidRefreshToken();
  }
  if (refreshToken.signIn.revokedAt !== undefined) throw refreshTokenRevoked();
  if (refreshToken.expiresAt <= now) throw refreshTokenExpired();
  await refuseReuse(room, client, token, refreshToken, now);
  const user = await room.stores.users.find(pool.id, refreshToken.signIn.sub);
  if (!user) throw refreshTokenRevoked();
  checkStanding(user, now);
  await checkDevice(room, refreshToken, deviceKey);
  return { refreshToken, user };
}

/** A token that was replaced longer ago than the grace period is in wrong hands: its whole family ends. */
async function refuseReuse(
  room: SignInRoom,
  client: Client,
  token: string,
  { supersededAt, signIn, expiresAt }: RefreshToken,
  now: number,
): Promise<void> {
  const graceMs = (client.settings.rotation?.graceSeconds ?? 0) * 1000;
  if (supersededAt === undefined || supersededAt + graceMs > now) return;
  await room.stores.tokens.rotate(token, graceMs, expiresAt, now);
  await room.stores.tokens.revoke(signIn.originJti, now);
  throw refreshTokenReused();
}

/** A sign-in on a confirmed device is refreshed by that device alone. */
async function checkDevice(room: SignInRoom, { signIn }: RefreshToken, given: string | undefined): Promise<void> {
  if (signIn.deviceKey === undefined || given === signIn.deviceKey) return;
  const device = await room.stores.devices.find(signIn.poolId, signIn.sub, signIn.deviceKey);
  if (given !== undefined || device?.verifier) throw invalidRefreshToken();
}

function renew(room: SignInRoom, { pool, client }: Party, found: GoodToken, clientMetadata: Values | undefined) {
  const request = { pool, client, user: found.user, source: "RefreshTokens" as const, clientMetadata };
  return room.tokens.renew(request, found.refreshToken.signIn);
}

async function rotate(room: SignInRoom, token: string, graceSeconds: number, expiresAt: number): Promise<string> {
  const rotated = await room.stores.tokens.rotate(token, graceSeconds * 1000, expiresAt, room.clock.now());
  if (rotated.outcome === "rotated") return rotated.token;
  throw rotationFault(rotated.outcome);
}

function rotationFault(outcome: Exclude<RotationOutcome["outcome"], "rotated">): Error {
  if (outcome === "reused") return refreshTokenReused();
  if (outcome === "revoked") return refreshTokenRevoked();
  return outcome === "expired" ? refreshTokenExpired() : invalidRefreshToken();
}

/** Names a SECRET_HASH of a refresh may have been made with: no username is sent along. */
function namesOf(user: User): readonly string[] {
  const { email, phone_number: phone, preferred_username: preferred } = user.attributes;
  return [user.username, user.sub, email, phone, preferred].filter((name) => name !== undefined);
}
