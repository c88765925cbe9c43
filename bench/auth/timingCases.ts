/** Requests that must take as long for names nobody has as for users: one user or name each, so that no limit is met. */

import { randomBytes } from "node:crypto";
import { srpTimestamp } from "../../tests/support/srpTimestamp.ts";
import { type RawConnection, requestText } from "./rawConnection.ts";
import { type Target, usernameOf } from "./subject.ts";

export interface TimingCase {
  readonly name: string;
  /** Whether its users must not have confirmed their sign-up. */
  readonly unconfirmed?: boolean;
  /** Milliseconds of what is to be compared. */
  time(connection: RawConnection, target: Target, username: string): Promise<number>;
}

export const timingCases: readonly TimingCase[] = [
  {
    name: "USER_PASSWORD_AUTH, wrong password",
    time: (connection, target, USERNAME) =>
      timed(connection, initiate(target, "USER_PASSWORD_AUTH", { USERNAME, PASSWORD: "Wrong-horse-1" })),
  },
  {
    name: "USER_SRP_AUTH, challenge",
    time: (connection, target, USERNAME) =>
      timed(connection, initiate(target, "USER_SRP_AUTH", { USERNAME, SRP_A: srpA() })),
  },
  { name: "PASSWORD_VERIFIER, wrong proof", time: wrongProof },
  {
    name: "ForgotPassword",
    time: (connection, target, Username) => timed(connection, byName(target, "ForgotPassword", Username)),
  },
  { name: "the request after ForgotPassword", time: afterForgotPassword },
  {
    name: "ConfirmForgotPassword, wrong code",
    time: (connection, target, Username) =>
      timed(
        connection,
        byName(target, "ConfirmForgotPassword", Username, { ConfirmationCode: "000000", Password: "Other-horse-1" }),
      ),
  },
  {
    name: "ResendConfirmationCode",
    unconfirmed: true,
    time: (connection, target, Username) => timed(connection, byName(target, "ResendConfirmationCode", Username)),
  },
];

/** A name as long as a user's that is nobody's. */
export function nameOfNobody(index: number): string {
  return usernameOf(index).replace("user", "none");
}

async function timed(connection: RawConnection, request: string): Promise<number> {
  const started = performance.now();
  await connection.exchange(request);
  return performance.now() - started;
}

async function wrongProof(connection: RawConnection, target: Target, USERNAME: string): Promise<number> {
  const { body } = await connection.exchange(initiate(target, "USER_SRP_AUTH", { USERNAME, SRP_A: srpA() }));
  const { ChallengeParameters, Session } = JSON.parse(body) as {
    readonly ChallengeParameters: { readonly SECRET_BLOCK: string };
    readonly Session: string;
  };
  const ChallengeResponses = {
    USERNAME,
    PASSWORD_CLAIM_SECRET_BLOCK: ChallengeParameters.SECRET_BLOCK,
    PASSWORD_CLAIM_SIGNATURE: randomBytes(32).toString("base64"),
    TIMESTAMP: srpTimestamp(),
  };
  const answer = { ClientId: target.clientId, ChallengeName: "PASSWORD_VERIFIER", Session, ChallengeResponses };
  return timed(connection, requestText(target.url, "RespondToAuthChallenge", answer));
}

/** What is done once an answer is out must not be seen by who asks at once for something else. */
async function afterForgotPassword(connection: RawConnection, target: Target, username: string): Promise<number> {
  await connection.exchange(byName(target, "ForgotPassword", username));
  return timed(connection, requestText(target.url, "GetUser", { AccessToken: "not.a.token" }));
}

function initiate(target: Target, AuthFlow: string, AuthParameters: Readonly<Record<string, string>>): string {
  return requestText(target.url, "InitiateAuth", { AuthFlow, ClientId: target.clientId, AuthParameters });
}

function byName(target: Target, operation: string, Username: string, more: Readonly<Record<string, string>> = {}) {
  return requestText(target.url, operation, { ClientId: target.clientId, Username, ...more });
}

function srpA(): string {
  return `7${randomBytes(383).toString("hex")}`;
}
