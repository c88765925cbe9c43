/** Our server as a subject: the built program in a process of its own, with a pool and users who can sign in. */

import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { createSrp } from "#auth/srp";
import { srpPoolName } from "#auth/pool";
import { signRequest } from "#kernel/wire/sign";
import { type RunningServer, startServer } from "../../tests/support/server.ts";
import { password, type Subject, usernameOf } from "./subject.ts";

/** As many as one import takes. */
const together = 1000;

export interface OhmsteadOptions {
  /** Confirmed ones. */
  readonly users: number;
  /** As many more, with the numbers after theirs, who have not confirmed their sign-up. */
  readonly unconfirmed?: number;
  /** The built program unless told otherwise. */
  readonly built?: boolean;
  /** Further settings of the server, by environment variable. */
  readonly env?: Readonly<Record<string, string>>;
}

export async function startOhmstead({
  users,
  unconfirmed = 0,
  built = true,
  env = {},
}: OhmsteadOptions): Promise<Subject> {
  const server = await startServer({ built, env });
  const { poolId, clientId } = await makePool(server);
  await importUsers(server, poolId, { from: 0, to: users, status: "CONFIRMED" });
  await importUsers(server, poolId, { from: users, to: users + unconfirmed, status: "UNCONFIRMED" });
  return {
    name: `Ohmstead, ${users.toLocaleString("en")} users`,
    target: { url: server.url, pid: server.pid, poolId, clientId, users, srp: true },
    residentMiB: () => server.residentMiB(),
    stop: async () => void (await server.stop()),
  };
}

async function makePool({ url, accessKey }: RunningServer): Promise<{ poolId: string; clientId: string }> {
  const client = new CognitoIdentityProviderClient({ endpoint: url, region: "us-east-1", credentials: accessKey });
  const { UserPool } = await client.send(
    new CreateUserPoolCommand({ PoolName: "bench", AutoVerifiedAttributes: ["email"] }),
  );
  const made = await client.send(
    new CreateUserPoolClientCommand({
      UserPoolId: UserPool?.Id,
      ClientName: "bench",
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
      PreventUserExistenceErrors: "ENABLED",
    }),
  );
  client.destroy();
  return { poolId: UserPool?.Id ?? "", clientId: made.UserPoolClient?.ClientId ?? "" };
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly status: string;
}

/** By the operator API, as `ohmstead users import` does, with verifiers as `users export` writes them. */
async function importUsers({ url, accessKey }: RunningServer, poolId: string, span: Span): Promise<void> {
  const srp = createSrp();
  const pool = srpPoolName(poolId);
  const rawUrl = `/_ohmstead/v1/pools/${poolId}/users/import`;
  for (let first = span.from; first < span.to; first += together) {
    const count = Math.min(together, span.to - first);
    const lines = Array.from({ length: count }, (_, index) => {
      const Username = usernameOf(first + index);
      const { salt, verifier } = srp.makeVerifier({ pool, user: Username }, password);
      const Attributes = [
        { Name: "email", Value: `${Username}@example.test` },
        { Name: "email_verified", Value: String(span.status === "CONFIRMED") },
      ];
      const PasswordVerifier = { Pool: pool, Username, Salt: salt, Verifier: verifier };
      return JSON.stringify({ Username, Attributes, UserStatus: span.status, PasswordVerifier });
    });
    const body = lines.join("\n");
    const headers = { host: new URL(url).host, "content-type": "application/x-ndjson" };
    const signing = { credentials: accessKey, region: "us-east-1", service: "ohmstead", now: Date.now() };
    const signed = signRequest({ method: "POST", rawUrl, headers, body }, signing);
    const answer = await fetch(url + rawUrl, { method: "POST", headers: signed, body });
    const { results } = (await answer.json()) as { readonly results?: readonly { readonly outcome: string }[] };
    const created = results?.filter(({ outcome }) => outcome === "created").length ?? 0;
    if (created !== count) throw new Error(`Of ${count} users ${created} were imported (${answer.status}).`);
  }
}
