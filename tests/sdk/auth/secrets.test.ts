/** Secrets on a whole server: none in its log, its answers or its files, however much is logged and whatever goes wrong. */

import {
  CreateBackendAuthCommand,
  GetBackendAuthCommand,
  GetBackendCommand,
  GetBackendJobCommand,
  ListBackendJobsCommand,
} from "@aws-sdk/client-amplifybackend";
import { GetCredentialsForIdentityCommand, GetIdCommand } from "@aws-sdk/client-cognito-identity";
import {
  AssociateSoftwareTokenCommand,
  ChangePasswordCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  CreateUserPoolClientCommand,
  GetUserCommand,
  ListUserPoolClientsCommand,
  ListUsersCommand,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { signRequest } from "#kernel/wire/sign";
import { appCode } from "../../support/appCode.ts";
import { type Backend, codeIn, ResourceName, useBackends, withIdentityPool } from "../../support/authBackends.ts";

const backends = useBackends({ env: { OHMSTEAD_LOG_LEVEL: "debug" } });
const { clients, environment, make, reasonOf, signUp, signIn, sentBy, forgot } = backends;

const words = ["Correct-horse-1", "Wrong-horse-2", "Second-horse-3", "Third-horse-4"] as const;
const providers = {
  Google: { ClientId: "google-id", ClientSecret: "google-secret-of-this-test" },
  SignInWithApple: { ClientId: "apple", KeyId: "KEY", TeamId: "TEAM", PrivateKey: "apple-private-key-of-this-test" },
};
const OAuth = {
  DomainPrefix: "secrets",
  OAuthGrantType: "CODE" as const,
  OAuthScopes: ["OPENID" as const],
  RedirectSignInURIs: ["https://example.test/"],
  RedirectSignOutURIs: ["https://example.test/"],
  SocialProviderSettings: providers,
};

let backend: Backend;
/** What nobody may read, by what it is. */
const secrets = new Map<string, string>();
/** Good once and for minutes: the outbox has to have them. */
const codes = new Map<string, string>();

beforeAll(async () => {
  secrets.set("Google's secret", providers.Google.ClientSecret);
  secrets.set("Apple's key", providers.SignInWithApple.PrivateKey);
  secrets.set("the root key's secret", clients().server.accessKey.secretAccessKey);
  for (const word of words) secrets.set(`the password ${word}`, word);
  backend = await make(withIdentityPool(true, { OAuth, Mfa: { MFAMode: "OPTIONAL" } }));
  await live();
  await goWrong();
});

/** Everything a user does with something secret. */
async function live(): Promise<void> {
  const { idp, identity } = clients();
  const { clientId: ClientId, userPoolId: UserPoolId, identityPoolId: IdentityPoolId } = backend;
  const email = "ann@example.test";
  const Username = "ann";
  const joined = codeIn(await sentBy(email, () => signUp(backend, Username, { email }, words[0])));
  codes.set("the sign-up code", joined);
  await idp.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode: joined }));
  const {
    AccessToken = "",
    IdToken = "",
    RefreshToken = "",
  } = (await signIn(backend, Username, words[0])).AuthenticationResult ?? {};
  secrets.set("an access token", AccessToken).set("an ID token", IdToken).set("a refresh token", RefreshToken);
  const change = { AccessToken, PreviousPassword: words[0], ProposedPassword: words[2] };
  await idp.send(new ChangePasswordCommand(change));
  const reset = codeIn(await sentBy(email, () => forgot(backend, Username)));
  codes.set("the reset code", reset);
  const { SecretCode = "" } = await idp.send(new AssociateSoftwareTokenCommand({ AccessToken }));
  secrets.set("the secret of an app", SecretCode);
  const UserCode = appCode(SecretCode, Date.now());
  codes.set("the code of an app", UserCode);
  await idp.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }));
  const Logins = { [`cognito-idp.us-east-1.amazonaws.com/${UserPoolId}`]: IdToken };
  const { IdentityId } = await identity.send(new GetIdCommand({ IdentityPoolId, Logins }));
  const { Credentials } = await identity.send(new GetCredentialsForIdentityCommand({ IdentityId, Logins }));
  secrets.set("the secret of credentials", Credentials?.SecretKey ?? "");
  secrets.set("the token of credentials", Credentials?.SessionToken ?? "");
  const confidential = { UserPoolId, ClientName: "confidential", GenerateSecret: true };
  const { UserPoolClient } = await idp.send(new CreateUserPoolClientCommand(confidential));
  secrets.set("a client's secret", UserPoolClient?.ClientSecret ?? "");
  const confirmation = { ClientId, Username, ConfirmationCode: reset, Password: words[3] };
  await idp.send(new ConfirmForgotPasswordCommand(confirmation));
}

/** Failures, whose reasons might quote what was sent. */
async function goWrong(): Promise<void> {
  const { client, idp } = clients();
  await expect(signIn(backend, "ann", words[1])).rejects.toMatchObject({ name: "NotAuthorizedException" });
  const AccessToken = secrets.get("an access token");
  await expect(idp.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({ name: "NotAuthorizedException" });
  await expect(signUp(backend, "bob", { "custom:none": "x" }, words[1])).rejects.toMatchObject({
    name: "InvalidParameterException",
  });
  const place = await environment();
  // The prefix is taken.
  const request = { ...place, ResourceName, ResourceConfig: withIdentityPool(true, { OAuth }) };
  const reason = await reasonOf(place, await client.send(new CreateBackendAuthCommand(request)));
  expect(reason).toContain("already taken");
  const broken = { ...OAuth, OAuthGrantType: "NONE" as "CODE" };
  const refused = { ...place, ResourceName, ResourceConfig: withIdentityPool(true, { OAuth: broken }) };
  await expect(client.send(new CreateBackendAuthCommand(refused))).rejects.toMatchObject({
    name: "BadRequestException",
  });
}

const among = (text: string, which: ReadonlyMap<string, string>): string[] => {
  expect([...which.values()].every((secret) => secret.length >= 6)).toBe(true);
  return [...which].filter(([, secret]) => text.includes(secret)).map(([name]) => name);
};

test("the log has none of them, at its most talkative", () => {
  const log = clients().server.output();
  expect(log).toContain('"level"');
  expect(among(log, secrets)).toEqual([]);
  expect(among(log, codes)).toEqual([]);
  expect(log).not.toContain("PRIVATE KEY");
});

test("answers about backends, jobs, pools and users have none of them", async () => {
  const { client, idp, server } = clients();
  const { AppId, BackendEnvironmentName, userPoolId: UserPoolId } = backend;
  const place = { AppId, BackendEnvironmentName };
  const jobs = await client.send(new ListBackendJobsCommand(place));
  const [{ JobId } = {}] = jobs.Jobs ?? [];
  const answers: object[] = [
    await client.send(new GetBackendCommand(place)),
    await client.send(new GetBackendAuthCommand({ ...place, ResourceName })),
    jobs,
    await client.send(new GetBackendJobCommand({ ...place, JobId })),
    await idp.send(new ListUsersCommand({ UserPoolId })),
    await idp.send(new ListUserPoolClientsCommand({ UserPoolId })),
  ];
  for (const rawUrl of ["pools", "jobs", "keys", `pools/${UserPoolId}/users`].map((path) => `/_ohmstead/v1/${path}`)) {
    const headers = { host: new URL(server.url).host };
    const options = { credentials: server.accessKey, region: "us-east-1", service: "ohmstead", now: Date.now() };
    const signed = signRequest({ method: "GET", rawUrl, headers, body: "" }, options);
    const answer = await fetch(server.url + rawUrl, { headers: signed });
    expect(answer.status).toBe(200);
    answers.push((await answer.json()) as object);
  }
  const text = JSON.stringify(answers);
  expect(text).toContain("google-id");
  expect(among(text, secrets)).toEqual([]);
  expect(among(text, codes)).toEqual([]);
  expect(text).not.toContain("PRIVATE KEY");
  expect(text).not.toMatch(/verifier/i);
});

test("files of the data folder have none of them in the clear, but for the root key's own file", () => {
  const { data } = clients().server;
  const files = readdirSync(data, { recursive: true, encoding: "utf8" }).filter((name) =>
    statSync(join(data, name)).isFile(),
  );
  const kept = ["credentials", "master.key"];
  for (const name of kept) expect(statSync(join(data, name)).mode & 0o077).toBe(0);
  const databases = files.filter((name) => !kept.includes(name) && !name.startsWith("tls"));
  expect(databases.length).toBeGreaterThan(0);
  const text = databases.map((name) => readFileSync(join(data, name), "latin1")).join("\n");
  expect(text).toContain("ann@example.test");
  expect(among(text, secrets)).toEqual([]);
  expect(text).not.toContain("PRIVATE KEY");
});
