/** cognito-local as a subject: installed into bench/peers, its one data file filled with users before it starts. */

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AdminConfirmSignUpCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { residentMiB } from "../../tests/support/server.ts";
import { password, type Subject, usernameOf } from "./subject.ts";

const peers = join(import.meta.dirname, "../peers");
const program = join(peers, "node_modules/cognito-local/lib/bin/start.js");

export async function startCognitoLocal(users: number): Promise<Subject> {
  install();
  const folder = mkdtempSync(join(tmpdir(), "cognito-local-"));
  // Out of the box it takes e-mail addresses for usernames only, whatever a pool says.
  mkdirSync(join(folder, ".cognito"));
  writeFileSync(join(folder, ".cognito/config.json"), '{"UserPoolDefaults":{"UsernameAttributes":[]}}');
  const { poolId, clientId } = await firstRun(folder);
  multiplyUser(folder, poolId, users);
  const { url, child } = await start(folder);
  const pid = child.pid ?? 0;
  return {
    name: `cognito-local, ${users.toLocaleString("en")} users`,
    target: { url, pid, poolId, clientId, users, srp: false },
    residentMiB: () => residentMiB(pid),
    async stop() {
      await end(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What bench/peers/package.json names, without running anybody's scripts. */
function install(): void {
  if (existsSync(program)) return;
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"];
  execFileSync("npm", ["install", ...options], { cwd: peers, stdio: "inherit" });
}

async function firstRun(folder: string): Promise<{ poolId: string; clientId: string }> {
  const { url, child } = await start(folder);
  try {
    return await makePool(url);
  } finally {
    await end(child);
  }
}

interface Started {
  readonly url: string;
  readonly child: ChildProcess;
}

/** It keeps its data under the folder it is started in. */
function start(cwd: string): Promise<Started> {
  const env = { PATH: process.env["PATH"] ?? "", HOST: "127.0.0.1", PORT: "0" };
  const child = spawn(process.execPath, [program], { cwd, env, stdio: ["ignore", "pipe", "ignore"] });
  return new Promise((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => {
      // It writes a line for each request; once it is ready they are thrown away.
      if (said === "ready") return;
      said += chunk.toString();
      const port = /running on http:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      if (port === undefined) return;
      said = "ready";
      resolve({ url: `http://127.0.0.1:${port}`, child });
    });
    child.once("exit", (code) => reject(new Error(`cognito-local ended with ${code}: ${said}`)));
  });
}

async function end(child: ChildProcess): Promise<void> {
  child.removeAllListeners("exit");
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill();
  await ended;
}

/** A pool, a client, and one confirmed user. */
async function makePool(endpoint: string): Promise<{ poolId: string; clientId: string }> {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new CognitoIdentityProviderClient({ endpoint, region: "us-east-1", credentials });
  const { UserPool } = await client.send(
    new CreateUserPoolCommand({ PoolName: "bench", AutoVerifiedAttributes: ["email"] }),
  );
  const UserPoolId = UserPool?.Id;
  const made = await client.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: "bench" }));
  const ClientId = made.UserPoolClient?.ClientId;
  const Username = usernameOf(0);
  const UserAttributes = [{ Name: "email", Value: `${Username}@example.test` }];
  await client.send(new SignUpCommand({ ClientId, Username, Password: password, UserAttributes }));
  await client.send(new AdminConfirmSignUpCommand({ UserPoolId, Username }));
  client.destroy();
  return { poolId: UserPoolId ?? "", clientId: ClientId ?? "" };
}

/** Signing ten thousand up takes it many minutes; its data file takes them at once. */
function multiplyUser(folder: string, poolId: string, users: number): void {
  const data = join(folder, ".cognito/db");
  const name = readdirSync(data).find((file) => file === `${poolId}.json`);
  if (name === undefined) throw new Error("cognito-local has written no file for the pool.");
  const pool = JSON.parse(readFileSync(join(data, name), "utf8")) as { Users: Record<string, unknown> };
  const model = JSON.stringify(pool.Users[usernameOf(0)]);
  for (let index = 1; index < users; index += 1) {
    const sub = `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
    const text = model
      .replaceAll(usernameOf(0), usernameOf(index))
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, sub);
    pool.Users[usernameOf(index)] = JSON.parse(text);
  }
  writeFileSync(join(data, name), JSON.stringify(pool, undefined, 2));
}
