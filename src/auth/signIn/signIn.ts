/** The sign-in room's door: begin a flow, answer a challenge, refresh. */

import { openClient, openClientOf } from "#auth/clientAccess";
import { deadSession, flowNotEnabled, invalidParameter, userAuthNotEnabled } from "#auth/faults";
import { checkSecretHash } from "#auth/secretHash";
import type {
  AdminInitiateAuthRequest,
  AdminRespondToAuthChallengeRequest,
  AuthenticationResultType,
  ChallengeNameType,
  GetTokensFromRefreshTokenRequest,
  GetTokensFromRefreshTokenResponse,
  InitiateAuthRequest,
  RespondToAuthChallengeRequest,
} from "#generated/types/cognitoIdp";
import type { Attempt, Party, SignInRoom, Values } from "./attempt.ts";
import { finish } from "./finish.ts";
import { refreshByFlow, refreshByOperation } from "./refresh.ts";
import { required } from "./required.ts";
import { ask, resume, sessionOf } from "./sessions.ts";
import { challengeNamed, flowNamed } from "./table.ts";

/** The answer of InitiateAuth, RespondToAuthChallenge and their Admin twins: a challenge, or tokens. */
export interface SignInAnswer {
  readonly ChallengeName?: ChallengeNameType;
  readonly Session?: string;
  readonly ChallengeParameters: Values;
  readonly AuthenticationResult?: AuthenticationResultType;
}

export interface SignIn {
  initiate(input: InitiateAuthRequest): Promise<SignInAnswer>;
  adminInitiate(input: AdminInitiateAuthRequest): Promise<SignInAnswer>;
  respond(input: RespondToAuthChallengeRequest): Promise<SignInAnswer>;
  adminRespond(input: AdminRespondToAuthChallengeRequest): Promise<SignInAnswer>;
  refresh(input: GetTokensFromRefreshTokenRequest): Promise<GetTokensFromRefreshTokenResponse>;
}

export function createSignIn(room: SignInRoom): SignIn {
  const open = async (clientId: string): Promise<Party> => ({ ...(await openClient(room, clientId)), admin: false });
  const openAdmin = async (input: { readonly UserPoolId: string; readonly ClientId: string }): Promise<Party> => ({
    ...(await openClientOf(room, input.UserPoolId, input.ClientId)),
    admin: true,
  });

  return {
    initiate: async (input) => initiate(room, await open(input.ClientId), input),
    adminInitiate: async (input) => initiate(room, await openAdmin(input), input),
    respond: async (input) => respond(room, await open(input.ClientId), input),
    adminRespond: async (input) => respond(room, await openAdmin(input), input),
    refresh: async (input) => ({
      AuthenticationResult: await refreshByOperation(room, await open(input.ClientId), input),
    }),
  };
}

async function initiate(room: SignInRoom, party: Party, input: InitiateAuthRequest): Promise<SignInAnswer> {
  const request = { party, parameters: input.AuthParameters ?? {}, clientMetadata: input.ClientMetadata };
  if (input.AuthFlow === "REFRESH_TOKEN_AUTH" || input.AuthFlow === "REFRESH_TOKEN") {
    return { ChallengeParameters: {}, AuthenticationResult: await refreshByFlow(room, request) };
  }
  if (input.AuthFlow === "USER_AUTH") throw userAuthNotEnabled();
  const flow = flowNamed(input.AuthFlow);
  const allowed = flow && (party.admin || !flow.admin) && party.client.settings.flows.includes(flow.permission);
  if (!allowed) throw flowNotEnabled(input.AuthFlow);
  return proceed(room, await flow.begin(room, request));
}

async function respond(room: SignInRoom, party: Party, input: RespondToAuthChallengeRequest): Promise<SignInAnswer> {
  const check = challengeNamed(input.ChallengeName);
  if (!check) throw invalidParameter(`The challenge ${input.ChallengeName} is not supported.`);
  const values = input.ChallengeResponses ?? {};
  const username = required(values, "USERNAME");
  checkSecretHash(party.client, [username], values["SECRET_HASH"]);
  const session = sessionOf(input.Session, values);
  const attempt = await resume(room, party, input.ChallengeName, session, input.ClientMetadata);
  await checkName(room, attempt, username);
  return proceed(room, await check(room, { attempt, values, session }));
}

/** Goes through the steps of the flow until one asks; tokens when none does. */
async function proceed(room: SignInRoom, begun: Attempt): Promise<SignInAnswer> {
  let attempt = begun;
  for (const step of flowNamed(attempt.progress.flow)?.steps ?? []) {
    const outcome = await step(room, attempt);
    if ("challenge" in outcome) {
      const asked = await ask(room, attempt, outcome);
      return { ChallengeName: asked.challenge, Session: asked.session, ChallengeParameters: asked.parameters };
    }
    attempt = outcome;
  }
  return { ChallengeParameters: {}, AuthenticationResult: await finish(room, attempt) };
}

/** A session is good only for the user it was made for, by whatever name. */
async function checkName(room: SignInRoom, { party, user, username, progress }: Attempt, given: string): Promise<void> {
  if (given === username || given === progress.typed) return;
  const named = await room.stores.users.findBySignInName(party.pool, given);
  if (!named || named.sub !== user?.sub) throw deadSession();
}
