/** Signs users in by SRP as fast as the server lets it: a client that does only what the protocol demands, natively. */

import { createHash, createHmac, randomBytes } from "node:crypto";
import { type Agent, request } from "node:http";
import { createModularPower } from "#auth/modularPower";
import { srpPoolName } from "#auth/pool";

export interface Target {
  readonly url: string;
  readonly poolId: string;
  readonly clientId: string;
  readonly users: number;
}

export interface Load {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

type Json = Readonly<Record<string, unknown>>;

const multiplier = BigInt("0x538282c4354742d7cbbde2359fcf67f9f5b3a6b08791e5011b43b8a5b66d9ee6");
const timestamp = "Mon Nov 3 08:05:09 UTC 2026";

/** One request a sign-in by password. */
export function passwordSignIn(target: Target, password: string, agent: Agent) {
  return async (username: string): Promise<void> => {
    const parameters = { USERNAME: username, PASSWORD: password };
    const answer = await call(target.url, agent, "InitiateAuth", {
      AuthFlow: "USER_PASSWORD_AUTH",
      ClientId: target.clientId,
      AuthParameters: parameters,
    });
    if (!answer["AuthenticationResult"]) throw new Error("No tokens came.");
  };
}

/** Two requests a sign-in. One A serves all; what depends on the password alone is worked out once a user. */
export function srpSignIn(target: Target, password: string, agent: Agent) {
  const power = createModularPower();
  const pool = srpPoolName(target.poolId);
  const secret = toBigInt(randomBytes(32));
  const publicValue = power.raise(2n, secret);
  const known = new Map<string, { readonly x: bigint; readonly masked: bigint }>();

  function ofPassword(username: string, salt: string): { readonly x: bigint; readonly masked: bigint } {
    const held = known.get(username);
    if (held) return held;
    const x = toBigInt(hash(padded(BigInt(`0x${salt}`)), hash(Buffer.from(`${pool}${username}:${password}`))));
    const made = { x, masked: (multiplier * power.raise(2n, x)) % power.modulus };
    known.set(username, made);
    return made;
  }

  function proofKey(username: string, challenge: Readonly<Record<string, string>>): Buffer {
    const { x, masked } = ofPassword(username, challenge["SALT"] ?? "");
    const theirs = BigInt(`0x${challenge["SRP_B"]}`);
    const u = toBigInt(hash(padded(publicValue), padded(theirs)));
    const shared = power.raise((theirs - masked + power.modulus) % power.modulus, secret + u * x);
    const extracted = createHmac("sha256", padded(u)).update(padded(shared)).digest();
    return createHmac("sha256", extracted).update("Caldera Derived Key\u0001").digest().subarray(0, 16);
  }

  return async (username: string): Promise<void> => {
    const asked = await call(target.url, agent, "InitiateAuth", {
      AuthFlow: "USER_SRP_AUTH",
      ClientId: target.clientId,
      AuthParameters: { USERNAME: username, SRP_A: publicValue.toString(16) },
    });
    const challenge = asked["ChallengeParameters"] as Readonly<Record<string, string>>;
    const block = challenge["SECRET_BLOCK"] ?? "";
    const proof = createHmac("sha256", proofKey(username, challenge))
      .update(pool + username)
      .update(Buffer.from(block, "base64"))
      .update(timestamp);
    const answer = await call(target.url, agent, "RespondToAuthChallenge", {
      ClientId: target.clientId,
      ChallengeName: "PASSWORD_VERIFIER",
      Session: asked["Session"],
      ChallengeResponses: {
        USERNAME: username,
        PASSWORD_CLAIM_SECRET_BLOCK: block,
        PASSWORD_CLAIM_SIGNATURE: proof.digest("base64"),
        TIMESTAMP: timestamp,
      },
    });
    if (!answer["AuthenticationResult"]) throw new Error("No tokens came.");
  };
}

/** Runs `signIn` over the users from `connections` sides for so many seconds. */
export async function load(
  signIn: (username: string) => Promise<void>,
  users: number,
  connections: number,
  seconds: number,
): Promise<Load> {
  const until = performance.now() + seconds * 1000;
  const times: number[] = [];
  const side = async (first: number): Promise<void> => {
    for (let index = first; performance.now() < until; index += connections) {
      const started = performance.now();
      await signIn(`user${index % users}`);
      times.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, first) => side(first)));
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? Number.NaN;
  return { perSecond: times.length / seconds, p50: at(0.5), p99: at(0.99) };
}

function call(url: string, agent: Agent, operation: string, body: Json): Promise<Json> {
  const text = JSON.stringify(body);
  const headers = {
    "content-type": "application/x-amz-json-1.1",
    "content-length": Buffer.byteLength(text),
    "x-amz-target": `AWSCognitoIdentityProviderService.${operation}`,
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", agent, headers }, (response) => {
      let answer = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (answer += chunk));
      response.on("end", () => {
        if (response.statusCode === 200) resolve(JSON.parse(answer) as Json);
        else reject(new Error(answer));
      });
    });
    sent.on("error", reject);
    sent.end(text);
  });
}

function padded(value: bigint): Buffer {
  const digits = value.toString(16);
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, "hex");
}

function hash(...parts: readonly Uint8Array[]): Buffer {
  const made = createHash("sha256");
  for (const part of parts) made.update(part);
  return made.digest();
}

function toBigInt(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
}
