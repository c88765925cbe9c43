/** What the load generator does for each operation: requests made ready before the measured window, sent in turn. */

import { openConnection, type RawConnection, requestText } from "./rawConnection.ts";
import { type Challenge, createSrpClient } from "./srpClient.ts";
import { type OperationName, password, type Target, usernameOf } from "./subject.ts";

/** One operation on a connection; `turn` counts all of this process. */
export type Act = (connection: RawConnection, turn: number) => Promise<unknown>;

/** Users whose tokens or SRP numbers are prepared; spread over all users. */
const prepared = 200;

interface SignInAnswer {
  readonly AuthenticationResult?: { readonly AccessToken: string; readonly RefreshToken?: string };
  readonly ChallengeParameters: Challenge;
  readonly Session: string;
}

export function prepareAct(target: Target, operation: OperationName): Promise<Act> {
  return acts[operation](target);
}

const acts: Readonly<Record<OperationName, (target: Target) => Promise<Act>>> = {
  SignUp: signUps,
  "password sign-in": passwordSignIns,
  "SRP sign-in": srpSignIns,
  refresh: refreshes,
  GetUser: getUsers,
  mixed,
};

/** How many of a hundred operations are which: sessions are refreshed and users looked up more often than people sign in. */
const mixture = [
  ["GetUser", 50],
  ["refresh", 25],
  ["SRP sign-in", 12],
  ["password sign-in", 8],
  ["SignUp", 5],
] as const;

async function signUps({ url, clientId }: Target): Promise<Act> {
  const series = `${process.pid}x${Date.now()}`;
  return (connection, turn) => {
    const Username = `new${series}x${turn}`;
    const UserAttributes = [{ Name: "email", Value: `${Username}@example.test` }];
    const body = { ClientId: clientId, Username, Password: password, UserAttributes };
    return connection.send(requestText(url, "SignUp", body));
  };
}

async function passwordSignIns(target: Target): Promise<Act> {
  const requests = Array.from({ length: target.users }, (_, index) => passwordRequest(target, usernameOf(index)));
  // A stride that visits every user, and neighbours far apart.
  return (connection, turn) => connection.send(requests[(turn * 7919) % requests.length] ?? "");
}

async function srpSignIns(target: Target): Promise<Act> {
  const srp = createSrpClient(target.poolId);
  const users = spread(target.users);
  const begin = (username: string): string =>
    initiate(target, "USER_SRP_AUTH", { USERNAME: username, SRP_A: srp.publicValue });
  const requests = users.map(begin);
  const connection = await openConnection(target.url);
  for (const [index, username] of users.entries()) {
    const asked = JSON.parse(await connection.send(requests[index] ?? "")) as SignInAnswer;
    srp.learn(username, password, asked.ChallengeParameters.SALT);
  }
  connection.close();
  return async (on, turn) => {
    const index = turn % users.length;
    const username = users[index] ?? "";
    const asked = JSON.parse(await on.send(requests[index] ?? "")) as SignInAnswer;
    const answer = await on.send(
      requestText(target.url, "RespondToAuthChallenge", {
        ClientId: target.clientId,
        ChallengeName: "PASSWORD_VERIFIER",
        Session: asked.Session,
        ChallengeResponses: {
          USERNAME: username,
          PASSWORD_CLAIM_SECRET_BLOCK: asked.ChallengeParameters.SECRET_BLOCK,
          PASSWORD_CLAIM_SIGNATURE: srp.proof(username, asked.ChallengeParameters),
          TIMESTAMP: srp.timestamp,
        },
      }),
    );
    if (!answer.includes("AccessToken")) throw new Error(`No tokens came: ${answer}`);
  };
}

async function refreshes(target: Target): Promise<Act> {
  const tokens = await tokensOf(target, 20);
  const requests = tokens.map(({ refresh }) => initiate(target, "REFRESH_TOKEN_AUTH", { REFRESH_TOKEN: refresh }));
  return (connection, turn) => connection.send(requests[turn % requests.length] ?? "");
}

async function getUsers(target: Target): Promise<Act> {
  const tokens = await tokensOf(target, 20);
  const requests = tokens.map(({ access }) => requestText(target.url, "GetUser", { AccessToken: access }));
  return (connection, turn) => connection.send(requests[turn % requests.length] ?? "");
}

async function mixed(target: Target): Promise<Act> {
  const hundred: Act[] = [];
  for (const [operation, share] of mixture) {
    const act = await prepareAct(target, operation);
    for (let count = 0; count < share; count += 1) hundred.push(act);
  }
  // A stride prime to a hundred meets all of them and mixes neighbours.
  return (connection, turn) => hundred[(turn * 37) % hundred.length]?.(connection, turn) ?? Promise.resolve();
}

async function tokensOf(target: Target, count: number): Promise<{ access: string; refresh: string }[]> {
  const connection = await openConnection(target.url);
  const tokens = [];
  for (const username of spread(target.users).slice(0, count)) {
    const { AuthenticationResult } = JSON.parse(
      await connection.send(passwordRequest(target, username)),
    ) as SignInAnswer;
    if (!AuthenticationResult?.RefreshToken) throw new Error("No tokens came.");
    tokens.push({ access: AuthenticationResult.AccessToken, refresh: AuthenticationResult.RefreshToken });
  }
  connection.close();
  return tokens;
}

function passwordRequest(target: Target, username: string): string {
  return initiate(target, "USER_PASSWORD_AUTH", { USERNAME: username, PASSWORD: password });
}

function initiate(target: Target, AuthFlow: string, AuthParameters: Readonly<Record<string, string>>): string {
  return requestText(target.url, "InitiateAuth", { AuthFlow, ClientId: target.clientId, AuthParameters });
}

/** Names of users from the first to the last, evenly far apart. */
function spread(users: number): string[] {
  const count = Math.min(prepared, users);
  return Array.from({ length: count }, (_, index) => usernameOf(Math.floor((index * users) / count)));
}
