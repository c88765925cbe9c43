/** An unmodified boto3 administers a pool that CreateBackendAuth made, and signs in to it; see signIn.py for the calls. */

import { getDiffieHellman } from "node:crypto";
import { join } from "node:path";
import { AmplifyBackendClient, CreateBackendAuthCommand, CreateBackendCommand } from "@aws-sdk/client-amplifybackend";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { outputsOf } from "../support/outputs.ts";
import { type RunningServer, startServer } from "../support/server.ts";
import { preparePython, runProgram } from "./python.ts";

const python = preparePython();
if ("missing" in python) console.log(`boto3 sign-in is skipped: ${python.missing}`);

describe.skipIf("missing" in python)("boto3 and a user pool", () => {
  let server: RunningServer;
  const here = { AppId: "d1boto", BackendEnvironmentName: "dev" };

  beforeAll(async () => {
    server = await startServer();
  });

  afterAll(async () => {
    await server.stop();
  });

  async function makePool() {
    const options = { endpoint: server.url, region: "us-east-1", credentials: server.accessKey };
    const client = new AmplifyBackendClient(options);
    const output = () => outputsOf(client, "auth", here.AppId);
    await client.send(new CreateBackendCommand({ ...here, AppName: "boto" }));
    const create = new CreateBackendAuthCommand({
      ...here,
      ResourceName: "people",
      ResourceConfig: {
        AuthResources: "USER_POOL_ONLY",
        Service: "COGNITO",
        UserPoolConfigs: { SignInMethod: "EMAIL", UserPoolName: "people", RequiredSignUpAttributes: ["EMAIL"] },
      },
    });
    await expect.poll(() => client.send(create).then(() => "accepted", String), { timeout: 10_000 }).toBe("accepted");
    await expect.poll(output, { timeout: 10_000 }).toHaveProperty("UserPoolId");
    const made = (await output()) ?? {};
    client.destroy();
    return made;
  }

  test("signs in by password and by SRP, refreshes and signs out", async () => {
    if ("missing" in python) return;
    const { UserPoolId = "", AppClientIDWeb = "" } = await makePool();
    const { accessKeyId, secretAccessKey } = server.accessKey;
    const env = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
    const script = join(import.meta.dirname, "signIn.py");
    const args = [
      script,
      server.url,
      "us-east-1",
      UserPoolId,
      AppClientIDWeb,
      getDiffieHellman("modp15").getPrime("hex"),
    ];
    const { code, stdout, stderr } = await runProgram(python.python, args, env);
    expect(code === 0 ? "ended well" : stderr).toBe("ended well");
    expect(JSON.parse(stdout)).toMatchObject({
      listed: ["CONFIRMED"],
      refused: "Incorrect username or password.",
      refusedBySrp: "Incorrect username or password.",
      srp: "Bearer",
      attributes: { email: "ben@example.test", email_verified: "true" },
      refreshed: "Bearer",
      signedOut: "Access Token has been revoked",
    });
  }, 120_000);
});
