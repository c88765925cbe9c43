/** Crash rounds of the auth plane: sign-ups, password changes and sign-outs, `kill -9`, restart, then every answer is held to its word. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AdminConfirmSignUpCommand,
  AdminGetUserCommand,
  ChangePasswordCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { type RunningServer, startServer } from "../support/server.ts";
import { seeded } from "./workload.ts";

/** What the server said yes to. */
interface Acknowledged {
  readonly users: string[];
  /** Username to the password the last yes was about; undefined while a change was cut off. */
  readonly passwords: Map<string, string | undefined>;
  readonly endedTokens: string[];
}

export interface AuthCrashReport {
  readonly rounds: number;
  readonly users: number;
  readonly passwords: number;
  readonly signOuts: number;
  /** Empty when every promise held. */
  readonly broken: readonly string[];
}

interface Place {
  readonly client: CognitoIdentityProviderClient;
  readonly poolId: string;
  readonly clientId: string;
}

const FIRST = "Right-horse-1";
const SECOND = "Other-horse-2";

export async function authCrashRounds(options: {
  readonly rounds: number;
  readonly seed: number;
  readonly built?: boolean;
}): Promise<AuthCrashReport> {
  const data = mkdtempSync(join(tmpdir(), "ohmstead-crash-"));
  const random = seeded(options.seed);
  // Issuers name the public address; a port that changes with each start would make every token a stranger's.
  const env = { OHMSTEAD_PUBLIC_URL: "http://ohmstead.test" };
  const start = () => startServer({ data, built: options.built ?? false, env });
  const broken: string[] = [];
  const total = { users: 0, passwords: 0, signOuts: 0 };
  let server = await start();
  const { poolId, clientId } = await makePool(server);
  for (let round = 1; round <= options.rounds; round++) {
    const acknowledged: Acknowledged = { users: [], passwords: new Map(), endedTokens: [] };
    const place = { client: clientOf(server), poolId, clientId };
    let stopped = false;
    const workers = [1, 2, 3, 4].map((worker) => live(place, `u${round}-${worker}`, acknowledged, () => stopped));
    await new Promise((resolve) => setTimeout(resolve, 100 + random() * 500));
    await server.kill();
    stopped = true;
    await Promise.all(workers);
    place.client.destroy();
    server = await start();
    const problems = await check({ client: clientOf(server), poolId, clientId }, acknowledged);
    broken.push(...problems.map((problem) => `round ${round} (seed ${options.seed}): ${problem}`));
    total.users += acknowledged.users.length;
    total.passwords += [...acknowledged.passwords.values()].filter((password) => password === SECOND).length;
    total.signOuts += acknowledged.endedTokens.length;
  }
  await server.stop();
  if (broken.length === 0) rmSync(data, { recursive: true, force: true });
  return { rounds: options.rounds, ...total, broken };
}

function clientOf(server: RunningServer): CognitoIdentityProviderClient {
  const { url: endpoint, accessKey: credentials } = server;
  return new CognitoIdentityProviderClient({ endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
}

async function makePool(server: RunningServer): Promise<{ poolId: string; clientId: string }> {
  const client = clientOf(server);
  const { UserPool } = await client.send(new CreateUserPoolCommand({ PoolName: "crash" }));
  const ExplicitAuthFlows = ["ALLOW_USER_PASSWORD_AUTH" as const, "ALLOW_REFRESH_TOKEN_AUTH" as const];
  const made = await client.send(
    new CreateUserPoolClientCommand({ UserPoolId: UserPool?.Id, ClientName: "crash", ExplicitAuthFlows }),
  );
  client.destroy();
  return { poolId: UserPool?.Id ?? "", clientId: made.UserPoolClient?.ClientId ?? "" };
}

async function signIn({ client, clientId }: Place, username: string, password: string): Promise<string> {
  const AuthParameters = { USERNAME: username, PASSWORD: password };
  const command = new InitiateAuthCommand({ AuthFlow: "USER_PASSWORD_AUTH", ClientId: clientId, AuthParameters });
  return (await client.send(command)).AuthenticationResult?.AccessToken ?? "";
}

/** One worker's people, one after the other, until the server is gone. */
async function live(place: Place, name: string, acknowledged: Acknowledged, stopped: () => boolean): Promise<void> {
  const { client, poolId, clientId } = place;
  for (let count = 0; !stopped(); count++) {
    const Username = `${name}-${count}`;
    try {
      await client.send(new SignUpCommand({ ClientId: clientId, Username, Password: FIRST }));
      acknowledged.users.push(Username);
      acknowledged.passwords.set(Username, FIRST);
      await client.send(new AdminConfirmSignUpCommand({ UserPoolId: poolId, Username }));
      const AccessToken = await signIn(place, Username, FIRST);
      acknowledged.passwords.set(Username, undefined);
      const change = { AccessToken, PreviousPassword: FIRST, ProposedPassword: SECOND };
      await client.send(new ChangePasswordCommand(change));
      acknowledged.passwords.set(Username, SECOND);
      const token = await signIn(place, Username, SECOND);
      await client.send(new GlobalSignOutCommand({ AccessToken: token }));
      acknowledged.endedTokens.push(token);
    } catch {
      // The kill: whatever was not answered may have happened or not.
    }
  }
}

async function check(place: Place, { users, passwords, endedTokens }: Acknowledged): Promise<string[]> {
  const { client, poolId } = place;
  const problems: string[] = [];
  for (const Username of users) {
    const found = await client.send(new AdminGetUserCommand({ UserPoolId: poolId, Username })).catch(String);
    if (typeof found === "string") problems.push(`user ${Username} was acknowledged: ${found}`);
    else if (found.UserStatus === "CONFIRMED")
      problems.push(...(await checkPassword(place, Username, passwords.get(Username))));
  }
  for (const AccessToken of endedTokens) {
    const answer = await client.send(new GetUserCommand({ AccessToken })).then(() => "accepted", String);
    if (!answer.includes("revoked")) problems.push(`a token whose sign-out was acknowledged: ${answer}`);
  }
  client.destroy();
  return problems;
}

async function checkPassword(place: Place, username: string, password: string | undefined): Promise<string[]> {
  if (password === undefined) return [];
  const answer = await signIn(place, username, password).then(() => "", String);
  return answer === "" ? [] : [`the acknowledged password of ${username}: ${answer}`];
}
