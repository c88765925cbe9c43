/** The whole way on a whole server: an AWS client asks for a backend with auth, and unmodified aws-amplify 6 lives on it. */

import {
  AmplifyBackendClient,
  CreateBackendAuthCommand,
  CreateBackendCommand,
  DeleteBackendAuthCommand,
  GetBackendAuthCommand,
  GetBackendJobCommand,
} from "@aws-sdk/client-amplifybackend";
import { CognitoIdentityProviderClient, GetUserCommand } from "@aws-sdk/client-cognito-identity-provider";
import { Amplify } from "aws-amplify";
import { confirmSignUp, fetchAuthSession, getCurrentUser, signIn, signOut, signUp } from "aws-amplify/auth";
import { afterAll, beforeAll, expect, test } from "vitest";
import { signRequest } from "#kernel/wire/sign";
import { forgetSignIn } from "../support/amplifyClient.ts";
import { outputsOf } from "../support/outputs.ts";
import { type RunningServer, startServer } from "../support/server.ts";

const here = { AppId: "d1people", BackendEnvironmentName: "dev" };
const email = "anna@example.test";
const password = "Right-horse-1";

let server: RunningServer;
let client: AmplifyBackendClient;

beforeAll(async () => {
  server = await startServer();
  client = new AmplifyBackendClient({ endpoint: server.url, region: "us-east-1", credentials: server.accessKey });
});

afterAll(async () => {
  await forgetSignIn();
  client.destroy();
  await server.stop();
});

async function completed({ JobId }: { JobId?: string | undefined }): Promise<void> {
  await expect
    .poll(async () => (await client.send(new GetBackendJobCommand({ ...here, JobId }))).Status, { timeout: 10_000 })
    .toMatch(/COMPLETED|FAILED/);
  const { Status, Error: reason } = await client.send(new GetBackendJobCommand({ ...here, JobId }));
  expect([Status, reason]).toEqual(["COMPLETED", ""]);
}

const authOutputs = () => outputsOf(client, "auth", here.AppId);

/** The code in the newest message of the outbox, as `ohmstead outbox` reads it. */
async function lastCode(): Promise<string> {
  const rawUrl = "/_ohmstead/v1/outbox";
  const headers = { host: new URL(server.url).host };
  const options = { credentials: server.accessKey, region: "us-east-1", service: "ohmstead", now: Date.now() };
  const signed = signRequest({ method: "GET", rawUrl, headers, body: "" }, options);
  const answer = await fetch(server.url + rawUrl, { headers: signed });
  const { messages } = (await answer.json()) as { messages: { to: string; text: string }[] };
  return /\b\d{6}\b/.exec(messages.find(({ to }) => to === email)?.text ?? "")?.[0] ?? "";
}

test("CreateBackendAuth makes pools that sign people up and in, give AWS credentials, and go away", async () => {
  await completed(await client.send(new CreateBackendCommand({ ...here, AppName: "people" })));
  await completed(
    await client.send(
      new CreateBackendAuthCommand({
        ...here,
        ResourceName: "people",
        ResourceConfig: {
          AuthResources: "IDENTITY_POOL_AND_USER_POOL",
          Service: "COGNITO",
          IdentityPoolConfigs: { IdentityPoolName: "people", UnauthenticatedLogin: true },
          UserPoolConfigs: {
            SignInMethod: "EMAIL",
            UserPoolName: "people",
            RequiredSignUpAttributes: ["EMAIL"],
            PasswordPolicy: { MinimumLength: 10, AdditionalConstraints: ["REQUIRE_DIGIT"] },
          },
        },
      }),
    ),
  );
  const { ResourceConfig } = await client.send(new GetBackendAuthCommand({ ...here, ResourceName: "people" }));
  expect(ResourceConfig?.UserPoolConfigs).toMatchObject({ SignInMethod: "EMAIL", UserPoolName: "people" });

  const outputs = (await authOutputs()) ?? {};
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: outputs["UserPoolId"] ?? "",
        userPoolClientId: outputs["AppClientIDWeb"] ?? "",
        identityPoolId: outputs["IdentityPoolId"] ?? "",
        allowGuestAccess: true,
        userPoolEndpoint: `${server.url}/`,
        identityPoolEndpoint: `${server.url}/`,
      },
    },
  });
  const guest = await fetchAuthSession();
  expect(guest.tokens).toBeUndefined();
  expect(guest.credentials?.accessKeyId).toMatch(/^ASIA/);

  await expect(signUp({ username: email, password: "short1" })).rejects.toThrow(/not long enough/);
  await signUp({ username: email, password, options: { userAttributes: { email } } });
  await expect.poll(lastCode).toMatch(/^\d{6}$/);
  await confirmSignUp({ username: email, confirmationCode: await lastCode() });
  await expect(signIn({ username: email, password: "Wrong-horse-1" })).rejects.toThrow(
    "Incorrect username or password.",
  );
  expect(await signIn({ username: email, password })).toMatchObject({ isSignedIn: true });

  const session = await fetchAuthSession({ forceRefresh: true });
  expect(session.tokens?.idToken?.payload["email"]).toBe(email);
  expect(session.identityId).toBe(guest.identityId);
  expect(session.credentials?.accessKeyId).not.toBe(guest.credentials?.accessKeyId);
  const cognito = new CognitoIdentityProviderClient({ endpoint: server.url, region: "us-east-1" });
  const AccessToken = session.tokens?.accessToken.toString();
  const { Username } = await cognito.send(new GetUserCommand({ AccessToken }));
  expect(Username).toBe((await getCurrentUser()).username);
  const keys = await fetch(`${server.url}/${outputs["UserPoolId"]}/.well-known/jwks.json`);
  expect(((await keys.json()) as { keys: unknown[] }).keys).not.toEqual([]);

  await signOut({ global: true });
  await expect(cognito.send(new GetUserCommand({ AccessToken }))).rejects.toThrow("Access Token has been revoked");
  cognito.destroy();

  await completed(await client.send(new DeleteBackendAuthCommand({ ...here, ResourceName: "people" })));
  expect(await authOutputs()).toBeUndefined();
  await expect(signIn({ username: email, password })).rejects.toThrow(/does not exist/);
});
