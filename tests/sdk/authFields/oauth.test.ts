/** OAuth through a whole server: kept and answered exactly, shown by pool and clients, and used by the stock client's redirect. */

import { CloneBackendCommand } from "@aws-sdk/client-amplifybackend";
import { DescribeUserPoolClientCommand, DescribeUserPoolCommand } from "@aws-sdk/client-cognito-identity-provider";
import { Amplify } from "aws-amplify";
import { signInWithRedirect } from "aws-amplify/auth";
import { parseAmplifyConfig } from "aws-amplify/utils";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import {
  type Backend,
  config,
  type UserPoolChange,
  type UserPoolConfigs,
  useBackends,
} from "../../support/authBackends.ts";

const { clients, backendAt, completed, make, refused, tryUpdate, updatePool, describeConfig } = useBackends();

const providers = {
  Facebook: { ClientId: "facebook-id", ClientSecret: "facebook-secret" },
  Google: { ClientId: "google-id", ClientSecret: "google-secret" },
  LoginWithAmazon: { ClientId: "amazon-id", ClientSecret: "amazon-secret" },
  SignInWithApple: { ClientId: "apple-id", KeyId: "KEY1", TeamId: "TEAM1", PrivateKey: "apple-private-key-secret" },
};
const shown = {
  Facebook: { ClientId: "facebook-id" },
  Google: { ClientId: "google-id" },
  LoginWithAmazon: { ClientId: "amazon-id" },
  SignInWithApple: { ClientId: "apple-id", KeyId: "KEY1", TeamId: "TEAM1" },
};

type OAuth = NonNullable<UserPoolConfigs["OAuth"]>;
let prefixes = 0;

function oauth(change: Partial<OAuth> = {}): OAuth {
  prefixes += 1;
  return {
    DomainPrefix: `club-${prefixes}`,
    OAuthGrantType: "CODE",
    OAuthScopes: ["PHONE", "EMAIL", "OPENID", "PROFILE", "AWS_COGNITO_SIGNIN_USER_ADMIN"],
    RedirectSignInURIs: ["https://example.test/in?x=1", "myapp://in"],
    RedirectSignOutURIs: ["https://example.test/out", "http://localhost:3000/out"],
    SocialProviderSettings: providers,
    ...change,
  };
}

const described = async (backend: Backend) => (await describeConfig(backend))?.UserPoolConfigs?.OAuth;
const change = (backend: Backend, OAuth: NonNullable<UserPoolChange["OAuth"]>) => updatePool(backend, { OAuth });

async function clientOf({ userPoolId: UserPoolId, outputs }: Backend, output: "AppClientIDWeb" | "AppClientID") {
  const request = { UserPoolId, ClientId: outputs[output] };
  return (await clients().idp.send(new DescribeUserPoolClientCommand(request))).UserPoolClient;
}

/** Where the stock client sends the browser, after it was given the file that `ohmstead config` prints. */
async function redirectOf(backend: Backend, provider: "Google" | "Apple" = "Google"): Promise<URL> {
  const { server } = clients();
  const main = join(import.meta.dirname, "../../../src/main.ts");
  const flags = ["--conditions=source", "--disable-warning=ExperimentalWarning", main];
  const command = ["config", backend.AppId, backend.BackendEnvironmentName, "--format", "amplify-outputs"];
  const printed = spawnSync(process.execPath, [...flags, ...command, "--url", server.url], {
    encoding: "utf8",
    env: {
      PATH: process.env["PATH"] ?? "",
      AWS_ACCESS_KEY_ID: server.accessKey.accessKeyId,
      AWS_SECRET_ACCESS_KEY: server.accessKey.secretAccessKey,
    },
  });
  expect(printed.stderr).toBe("");
  Amplify.configure(parseAmplifyConfig(JSON.parse(printed.stdout)));
  let opened = "";
  const window = Object.assign(new EventTarget(), { location: new URL("https://example.test/in") });
  Object.assign(globalThis, { window });
  const authSessionOpener = async (url: string) => void (opened = url);
  try {
    await signInWithRedirect({ provider, options: { authSessionOpener } });
  } finally {
    Reflect.deleteProperty(globalThis, "window");
  }
  return new URL(opened);
}

describe("OAuth", () => {
  let given: OAuth;
  let backend: Backend;
  beforeAll(async () => {
    given = oauth();
    backend = await make(config({ OAuth: given }));
  });

  test("OAuth: every member is answered exactly as given, but the secrets of providers, which are not answered", async () => {
    expect(await described(backend)).toEqual({ ...given, SocialProviderSettings: shown });
  });

  test("OAuth.DomainPrefix, OAuthScopes, RedirectSignInURIs and RedirectSignOutURIs: the pool and both clients have them", async () => {
    const { UserPool } = await clients().idp.send(new DescribeUserPoolCommand({ UserPoolId: backend.userPoolId }));
    expect(UserPool?.Domain).toBe(given.DomainPrefix);
    const { host } = new URL(clients().server.httpsUrl);
    expect(backend.outputs["HostedUIDomain"]).toBe(`${given.DomainPrefix}.auth.${host}`);
    for (const output of ["AppClientIDWeb", "AppClientID"] as const) {
      expect(await clientOf(backend, output)).toMatchObject({
        AllowedOAuthFlows: ["code"],
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthScopes: ["phone", "email", "openid", "profile", "aws.cognito.signin.user.admin"],
        CallbackURLs: given.RedirectSignInURIs,
        LogoutURLs: given.RedirectSignOutURIs,
      });
    }
  });

  test("OAuth.SocialProviderSettings: each provider that is given is one of the clients' and of meta, by its ClientId", async () => {
    expect((await clientOf(backend, "AppClientIDWeb"))?.SupportedIdentityProviders?.toSorted()).toEqual(
      ["COGNITO", "Facebook", "Google", "LoginWithAmazon", "SignInWithApple"].toSorted(),
    );
    expect(backend.outputs).toMatchObject({
      FacebookWebClient: "facebook-id",
      GoogleWebClient: "google-id",
      AmazonWebClient: "amazon-id",
      AppleWebClient: "apple-id",
    });
    const { Google } = providers;
    const one = await make(config({ OAuth: oauth({ SocialProviderSettings: { Google } }) }));
    expect((await clientOf(one, "AppClientIDWeb"))?.SupportedIdentityProviders).toEqual(["COGNITO", "Google"]);
    expect(one.outputs).not.toHaveProperty("FacebookWebClient");
  });

  test("OAuth in the client configuration: the stock client's redirect goes to the domain, by grant type, scopes and address", async () => {
    const url = await redirectOf(backend);
    expect(`https://${url.host}`).toBe(`https://${backend.outputs["HostedUIDomain"]}`);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      client_id: backend.clientId,
      identity_provider: "Google",
      redirect_uri: "https://example.test/in?x=1",
      response_type: "code",
      scope: "phone email openid profile aws.cognito.signin.user.admin",
      code_challenge_method: "S256",
    });

    const implicit = await make(config({ OAuth: oauth({ OAuthGrantType: "IMPLICIT", OAuthScopes: ["OPENID"] }) }));
    const other = await redirectOf(implicit, "Apple");
    expect(Object.fromEntries(other.searchParams)).toMatchObject({
      identity_provider: "SignInWithApple",
      response_type: "token",
      scope: "openid",
    });
    expect(other.searchParams.has("code_challenge")).toBe(false);
    expect((await clientOf(implicit, "AppClientIDWeb"))?.AllowedOAuthFlows).toEqual(["implicit"]);
  });

  test("OAuth.DomainPrefix that is taken, and redirects that are no good: the job fails with the reason", async () => {
    expect(await refused(config({ OAuth: oauth({ DomainPrefix: given.DomainPrefix }) }))).toBe(
      `OAuth.DomainPrefix ${given.DomainPrefix} is already taken by another user pool.`,
    );
    expect(await refused(config({ OAuth: oauth({ DomainPrefix: "No Host" }) }))).toContain(
      "OAuth.DomainPrefix must be",
    );
    for (const uri of ["http://example.test/", "https://example.test/#x", "javascript:alert(1)", "not a url"]) {
      const RedirectSignInURIs = [uri];
      expect(await refused(config({ OAuth: oauth({ RedirectSignInURIs }) }))).toContain("OAuth.RedirectSignInURIs");
      const RedirectSignOutURIs = [uri];
      expect(await refused(config({ OAuth: oauth({ RedirectSignOutURIs }) }))).toContain("OAuth.RedirectSignOutURIs");
    }
  });
});

describe("OAuth of Update", () => {
  let given: OAuth;
  let backend: Backend;
  beforeAll(async () => {
    given = oauth();
    backend = await make(config({ OAuth: given }));
  });

  /** Sends the change, which must be all that differs from then on. */
  async function changes(update: NonNullable<UserPoolChange["OAuth"]>, after: object = update): Promise<void> {
    const before = await described(backend);
    await change(backend, update);
    expect(await described(backend)).toEqual({ ...before, ...after });
  }

  test("OAuth.DomainPrefix of Update: the pool's domain changes, and the old one is free", async () => {
    await changes({ DomainPrefix: "renamed-club" });
    const { UserPool } = await clients().idp.send(new DescribeUserPoolCommand({ UserPoolId: backend.userPoolId }));
    expect(UserPool?.Domain).toBe("renamed-club");
    expect((await backendAt(place(backend))).outputs["HostedUIDomain"]).toMatch(/^renamed-club\.auth\./);
    const heir = await make(config({ OAuth: oauth({ DomainPrefix: given.DomainPrefix }) }));
    const taken = await tryUpdate(heir, { UserPoolConfigs: { OAuth: { DomainPrefix: "renamed-club" } } });
    expect(taken).toContain("already taken");
  });

  test("OAuth.OAuthGrantType, OAuthScopes, RedirectSignInURIs and RedirectSignOutURIs of Update: each alone, for both clients", async () => {
    await changes({ OAuthGrantType: "IMPLICIT" });
    await changes({ OAuthScopes: ["OPENID", "EMAIL"] });
    await changes({ RedirectSignInURIs: ["https://example.test/in", "otherapp://in"] });
    await changes({ RedirectSignOutURIs: ["https://example.test/bye"] });
    for (const output of ["AppClientIDWeb", "AppClientID"] as const) {
      expect(await clientOf(backend, output)).toMatchObject({
        AllowedOAuthFlows: ["implicit"],
        AllowedOAuthScopes: ["openid", "email"],
        CallbackURLs: ["https://example.test/in", "otherapp://in"],
        LogoutURLs: ["https://example.test/bye"],
      });
    }
    const url = await redirectOf(backend);
    expect(url.host).toMatch(/^renamed-club\.auth\./);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      redirect_uri: "https://example.test/in",
      response_type: "token",
      scope: "openid email",
    });
  });

  test("OAuth.SocialProviderSettings of Update: each member of each provider alone; what is answered can be sent back", async () => {
    const outputs = { Facebook: "FacebookWebClient", Google: "GoogleWebClient", LoginWithAmazon: "AmazonWebClient" };
    for (const [name, output] of Object.entries(outputs)) {
      const before = (await described(backend))?.SocialProviderSettings;
      const ClientId = `${name}-changed`;
      await changes(
        { SocialProviderSettings: { [name]: { ClientId } } },
        { SocialProviderSettings: { ...before, [name]: { ClientId } } },
      );
      expect((await backendAt(place(backend))).outputs[output]).toBe(ClientId);
    }
    for (const member of ["ClientId", "KeyId", "TeamId"] as const) {
      const before = (await described(backend))?.SocialProviderSettings;
      const after = { ...before, SignInWithApple: { ...before?.SignInWithApple, [member]: `${member}-changed` } };
      const SignInWithApple = { [member]: `${member}-changed` };
      await changes({ SocialProviderSettings: { SignInWithApple } }, { SocialProviderSettings: after });
    }
    const answered = await described(backend);
    await changes(answered ?? {});
  });

  test("CloneBackend gives the clone the same settings under a domain of its own", async () => {
    const { client } = clients();
    const here = place(backend);
    const there = { AppId: here.AppId, BackendEnvironmentName: "prod" };
    await completed(here, await client.send(new CloneBackendCommand({ ...here, TargetEnvironmentName: "prod" })));
    const clone = await backendAt(there);
    expect(clone.userPoolId).not.toBe(backend.userPoolId);
    expect(await described(clone)).toEqual({ ...(await described(backend)), DomainPrefix: "renamed-club-prod" });
  });
});

const place = ({ AppId, BackendEnvironmentName }: Backend) => ({ AppId, BackendEnvironmentName });
