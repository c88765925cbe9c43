/** DefaultAuthType and AdditionalAuthTypes on a whole server: which credentials an API takes, and which it does not. */

import type {
  BackendAPIAppSyncAuthSettings,
  BackendAPIAuthType,
  BackendAPIResourceConfig,
} from "@aws-sdk/client-amplifybackend";
import { GlobalSignOutCommand } from "@aws-sdk/client-cognito-identity-provider";
import type { JWTPayload } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signRequest } from "#kernel/wire/sign";
import { type Backends, openBackends } from "../../support/backends.ts";
import { type OpenIdServer, startOpenIdServer } from "../../support/openIdServer.ts";
import { outputsOf } from "../../support/outputs.ts";
import { openPeople, type People, type Signer } from "../../support/people.ts";
import { type RunningServer, startServer } from "../../support/server.ts";

const schemaFor = (rules: string): string => `type Note @model @auth(rules: [${rules}]) { id: ID! text: String }`;
const query = "query Q { listNotes { items { id } } }";
const empty = { data: { listNotes: { items: [] } } };

let server: RunningServer;
let backends: Backends;
let provider: OpenIdServer;
let second: OpenIdServer;
let people: People;
let pool: Readonly<Record<string, string>>;
let other: People;
let otherPool: Readonly<Record<string, string>>;

beforeAll(async () => {
  provider = await startOpenIdServer();
  second = await startOpenIdServer();
  server = await startServer({ env: { OHMSTEAD_OUTBOUND_ALLOW: `${provider.host},${second.host}` } });
  backends = openBackends(server);
  await backends.backend("dmodes");
  await backends.backend("dother");
  pool = await backends.auth("dmodes");
  otherPool = await backends.auth("dother");
  people = openPeople(server, pool);
  other = openPeople(server, otherPool);
});

afterAll(async () => {
  people.close();
  other.close();
  backends.close();
  await server.stop();
  await provider.close();
  await second.close();
});

type Headers = Readonly<Record<string, string>>;

async function ask(outputs: Readonly<Record<string, string>>, headers: Headers): Promise<[number, unknown]> {
  const url = outputs["GraphQLAPIEndpointOutput"] ?? "";
  const body = JSON.stringify({ query });
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
  return [answer.status, await answer.json()];
}

async function askSigned(outputs: Readonly<Record<string, string>>, credentials: Signer, service = "appsync") {
  const url = new URL(outputs["GraphQLAPIEndpointOutput"] ?? "");
  const body = JSON.stringify({ query });
  const request = { method: "POST", rawUrl: url.pathname, headers: { host: url.host }, body };
  const headers = signRequest(request, { credentials, region: "us-east-1", service, now: Date.now() });
  const answer = await fetch(url, { method: "POST", headers, body });
  return [answer.status, await answer.json()];
}

interface ApiKeyView {
  readonly keyId: string;
  readonly key: string;
}

async function operator(method: string, rawUrl: string, content?: object): Promise<unknown> {
  const body = content === undefined ? "" : JSON.stringify(content);
  const request = { method, rawUrl, headers: { host: new URL(server.url).host }, body };
  const options = { credentials: server.accessKey, region: "us-east-1", service: "ohmstead", now: Date.now() };
  const answer = await fetch(server.url + rawUrl, {
    method,
    headers: signRequest(request, options),
    ...(body === "" ? {} : { body }),
  });
  return answer.json();
}

const unauthorized = (message: string): [number, unknown] => [
  401,
  { errors: [{ errorType: "UnauthorizedException", message }] },
];
const closed = unauthorized("You are not authorized to make this call.");

/** A new environment with an API of this configuration, its rules open to the modes it names. */
let count = 0;
async function apiWith(config: BackendAPIResourceConfig, rules: string): Promise<Readonly<Record<string, string>>> {
  count += 1;
  await backends.backend(`dmode${count}`);
  return backends.api(`dmode${count}`, { ApiName: "notes", TransformSchema: schemaFor(rules), ...config });
}

const openId = (settings: BackendAPIAppSyncAuthSettings = {}): BackendAPIAuthType => ({
  Mode: "OPENID_CONNECT",
  Settings: { OpenIDProviderName: "mine", OpenIDIssueURL: provider.issuer, ...settings },
});
const poolMode = (CognitoUserPoolId?: string): BackendAPIAuthType => ({
  Mode: "AMAZON_COGNITO_USER_POOLS",
  Settings: { CognitoUserPoolId },
});

describe("API_KEY", () => {
  it("is the mode of an API that names none: its key alone opens it", async () => {
    const api = await apiWith({}, "{ allow: public }");
    expect(await ask(api, { "x-api-key": api["GraphQLAPIKeyOutput"] ?? "" })).toEqual([200, empty]);
    expect(await ask(api, { "x-api-key": "da2-nobodysnobodysnobodysnobody" })).toEqual(closed);
    expect(await ask(api, {})).toEqual(unauthorized("Valid authorization header not provided."));
    const { accessToken } = await people.join("keyless");
    expect(await ask(api, { authorization: accessToken })).toEqual(closed);
  });

  it("gives no key to an API that does not take keys", async () => {
    const api = await apiWith({ DefaultAuthType: poolMode(pool["UserPoolId"]) }, "{ allow: private }");
    expect(api["GraphQLAPIKeyOutput"]).toBeUndefined();
    expect(await ask(api, { "x-api-key": "da2-nobodysnobodysnobodysnobody" })).toEqual(closed);
  });

  it("may have several keys, each good until it is deleted", async () => {
    const api = await apiWith({}, "{ allow: public }");
    const keys = `/_ohmstead/v1/apis/${api["GraphQLAPIIdOutput"]}/keys`;
    const { keyId, key } = (await operator("POST", keys, { description: "second", days: "3" })) as ApiKeyView;
    const statuses = async (): Promise<number[]> =>
      Promise.all(
        [api["GraphQLAPIKeyOutput"] ?? "", key].map(async (each) => (await ask(api, { "x-api-key": each }))[0]),
      );
    expect(await statuses()).toEqual([200, 200]);
    const { keys: listed } = (await operator("GET", keys)) as { keys: ApiKeyView[] };
    expect(listed.map((each) => each.key)).toEqual([api["GraphQLAPIKeyOutput"], key]);
    await operator("DELETE", `${keys}/${keyId}`);
    expect(await statuses()).toEqual([200, 401]);
    const first = listed[0]?.keyId ?? "";
    expect(await operator("DELETE", `${keys}/${first}`)).toMatchObject({
      message: expect.stringContaining("stands in the environment's meta"),
    });
  });

  it("may be an additional mode, with an expiration and a description of its own", async () => {
    const key: BackendAPIAuthType = { Mode: "API_KEY", Settings: { ExpirationTime: 30, Description: "for guests" } };
    const modes = { DefaultAuthType: poolMode(pool["UserPoolId"]), AdditionalAuthTypes: [key] };
    const api = await apiWith(modes, "{ allow: public }, { allow: private }");
    expect(await ask(api, { "x-api-key": api["GraphQLAPIKeyOutput"] ?? "" })).toEqual([200, empty]);
    expect(api["authConfig"]).toMatchObject({
      additionalAuthenticationProviders: [
        { authenticationType: "API_KEY", apiKeyConfig: { apiKeyExpirationDays: 30, description: "for guests" } },
      ],
    });
  });
});

describe("AMAZON_COGNITO_USER_POOLS", () => {
  it("takes access and ID tokens of the named pool, and no other pool's", async () => {
    const api = await apiWith({ DefaultAuthType: poolMode(pool["UserPoolId"]) }, "{ allow: private }");
    const { accessToken, idToken } = await people.join("anna");
    expect(await ask(api, { authorization: accessToken })).toEqual([200, empty]);
    expect(await ask(api, { authorization: `Bearer ${idToken}` })).toEqual([200, empty]);
    const stranger = await other.join("anna");
    expect(await ask(api, { authorization: stranger.accessToken })).toEqual(closed);
    expect(await ask(api, { authorization: `${accessToken.slice(0, -4)}AAAA` })).toEqual(closed);
  });

  it("takes the environment's own pool when none is named, and asks for one where there is none", async () => {
    const config = { ApiName: "notes", TransformSchema: schemaFor("{ allow: private }"), DefaultAuthType: poolMode() };
    const api = await backends.api("dmodes", config);
    const { accessToken } = await people.signIn("anna");
    expect(await ask(api, { authorization: accessToken })).toEqual([200, empty]);
    await backends.backend("dpoolless");
    expect(await backends.tryApi("dpoolless", config)).toContain("the environment dev has no user pool");
  });

  it("ends with the sign-in", async () => {
    const api = await apiWith({ DefaultAuthType: poolMode(pool["UserPoolId"]) }, "{ allow: private }");
    const { accessToken } = await people.join("leaver");
    expect(await ask(api, { authorization: accessToken })).toEqual([200, empty]);
    await people.idp.send(new GlobalSignOutCommand({ AccessToken: accessToken }));
    expect(await ask(api, { authorization: accessToken })).toEqual(closed);
  });

  it("of an unknown pool cannot be configured", async () => {
    await backends.backend("dnopool");
    const TransformSchema = schemaFor("{ allow: private }");
    const config = { ApiName: "notes", TransformSchema, DefaultAuthType: poolMode("us-east-1_Nobodys11") };
    expect(await backends.tryApi("dnopool", config)).toContain("there is no user pool us-east-1_Nobodys11");
  });
});

describe("AWS_IAM", () => {
  it("takes users and guests of the environment's identity pool and operators, and no other pool's", async () => {
    const rules = "{ allow: private, provider: iam }, { allow: public, provider: iam }";
    const config = {
      ApiName: "notes",
      TransformSchema: schemaFor(rules),
      DefaultAuthType: { Mode: "AWS_IAM" as const },
    };
    const api = await backends.api("dother", config);
    const { idToken } = await other.join("ida");
    expect(await askSigned(api, await other.credentials(idToken))).toEqual([200, empty]);
    expect(await askSigned(api, await other.credentials(), "execute-api")).toEqual([200, empty]);
    expect(await askSigned(api, server.accessKey)).toEqual([200, empty]);
    expect(await askSigned(api, await people.credentials())).toEqual(closed);
    const forged = { ...(await other.credentials()), secretAccessKey: "x".repeat(40) };
    expect((await askSigned(api, forged))[0]).toBe(401);
    expect((await askSigned(api, await other.credentials(), "lambda"))[0]).toBe(401);
  });
});

describe("OPENID_CONNECT", () => {
  const rules = "{ allow: private, provider: oidc }";

  it("takes tokens of the issuer, whichever key signed them, until they expire", async () => {
    const api = await apiWith({ DefaultAuthType: openId() }, rules);
    expect(await ask(api, { authorization: await provider.token() })).toEqual([200, empty]);
    const before = provider.fetched();
    const token = await provider.token();
    for (let time = 0; time < 5; time += 1) expect((await ask(api, { authorization: token }))[0]).toBe(200);
    expect(provider.fetched()).toBe(before);
    const now = Math.floor(Date.now() / 1000);
    expect(await ask(api, { authorization: await provider.token({ exp: now - 5 }) })).toEqual(
      unauthorized("Token has expired."),
    );
    expect(await ask(api, { authorization: await provider.token({ iss: "https://elsewhere.test" }) })).toEqual(closed);
    expect(await ask(api, { authorization: await provider.token({ nbf: now + 500 }) })).toEqual(closed);
  });

  it("OpenIDClientId must match the audience or the authorized party as a whole", async () => {
    const api = await apiWith({ DefaultAuthType: openId({ OpenIDClientId: "notes-app|web-\\d+" }) }, rules);
    const status = async (claims: JWTPayload): Promise<number> =>
      (await ask(api, { authorization: await provider.token(claims) }))[0];
    expect(await status({ aud: "notes-app" })).toBe(200);
    expect(await status({ aud: ["x", "web-12"] })).toBe(200);
    expect(await status({ aud: "other", azp: "web-1" })).toBe(200);
    expect(await status({ aud: "my-notes-app" })).toBe(401);
    expect(await status({ aud: "other" })).toBe(401);
  });

  it("OpenIDIatTTL and OpenIDAuthTTL end a token before it expires", async () => {
    const api = await apiWith({ DefaultAuthType: openId({ OpenIDIatTTL: "60000", OpenIDAuthTTL: "120000" }) }, rules);
    const now = Math.floor(Date.now() / 1000);
    const answer = async (claims: JWTPayload) => ask(api, { authorization: await provider.token(claims) });
    expect(await answer({ iat: now - 30, auth_time: now - 90 })).toEqual([200, empty]);
    expect(await answer({ iat: now - 90, auth_time: now - 90 })).toEqual(unauthorized("Token has expired."));
    expect(await answer({ iat: now - 30, auth_time: now - 150 })).toEqual(unauthorized("Token has expired."));
  });

  it("says in the job what keeps a provider from being used", async () => {
    await backends.backend("doidc");
    const attempt = (DefaultAuthType: BackendAPIAuthType): Promise<string> =>
      backends.tryApi("doidc", { ApiName: "notes", TransformSchema: schemaFor(rules), DefaultAuthType });
    expect(await attempt(openId({ OpenIDIssueURL: "http://127.0.0.1:9" }))).toContain("is not a public address");
    expect(await attempt(openId({ OpenIDIssueURL: `${provider.issuer}/nothing` }))).toContain("answered 404");
    expect(await attempt(openId({ OpenIDProviderName: "" }))).toContain("needs Settings.OpenIDProviderName");
    expect(await attempt(openId({ OpenIDIatTTL: "soon" }))).toContain("must be a whole number of milliseconds");
    expect(await attempt(openId({ OpenIDClientId: "(" }))).toContain("is no regular expression");
  });

  it("stands in meta under its name", async () => {
    const api = await apiWith({ DefaultAuthType: openId() }, rules);
    expect(api["authConfig"]).toMatchObject({
      defaultAuthentication: { openIDConnectConfig: { name: "mine", issuerUrl: provider.issuer } },
    });
  });

  it("withdraws a key when the provider does", async () => {
    const api = await apiWith({ DefaultAuthType: openId() }, rules);
    expect((await ask(api, { authorization: await provider.token() }))[0]).toBe(200);
    await provider.rotate();
    // The keys are asked for again at most twice a minute, so the new one is not there yet.
    expect((await ask(api, { authorization: await provider.token() }))[0]).toBe(401);
  });
});

describe("several modes", () => {
  it("each open the API, and UpdateBackendAPI takes one away at once", async () => {
    await backends.backend("dmany");
    const outputs = await backends.auth("dmany");
    const many = openPeople(server, outputs);
    const TransformSchema = schemaFor(
      "{ allow: public }, { allow: private }, { allow: private, provider: oidc }, { allow: public, provider: iam }",
    );
    const AdditionalAuthTypes = [poolMode(), openId(), { Mode: "AWS_IAM" as const }];
    const api = await backends.api("dmany", { ApiName: "notes", TransformSchema, AdditionalAuthTypes });
    const { accessToken } = await many.join("anna");
    expect((await ask(api, { "x-api-key": api["GraphQLAPIKeyOutput"] ?? "" }))[0]).toBe(200);
    expect((await ask(api, { authorization: accessToken }))[0]).toBe(200);
    expect((await ask(api, { authorization: await provider.token() }))[0]).toBe(200);
    expect((await askSigned(api, await many.credentials()))[0]).toBe(200);
    const fewer = { TransformSchema: schemaFor("{ allow: public }"), AdditionalAuthTypes: [] };
    expect(await backends.tryUpdateApi("dmany", fewer)).toBe("");
    expect(await ask(api, { authorization: accessToken })).toEqual(closed);
    expect((await ask(api, { "x-api-key": api["GraphQLAPIKeyOutput"] ?? "" }))[0]).toBe(200);
    many.close();
  });

  it("cannot be one mode twice, unless pools or providers differ", async () => {
    await backends.backend("dtwice");
    const TransformSchema = schemaFor("{ allow: public }");
    const twice = { ApiName: "notes", TransformSchema, AdditionalAuthTypes: [{ Mode: "API_KEY" as const }] };
    expect(await backends.tryApi("dtwice", twice)).toContain("API_KEY is configured already");
    const pools = [poolMode(pool["UserPoolId"]), poolMode(otherPool["UserPoolId"])];
    const api = await apiWith({ AdditionalAuthTypes: pools }, "{ allow: public }, { allow: private }");
    expect((await ask(api, { authorization: (await people.signIn("anna")).accessToken }))[0]).toBe(200);
    expect((await ask(api, { authorization: (await other.signIn("anna")).accessToken }))[0]).toBe(200);
  });
});

describe.each(["DefaultAuthType", "AdditionalAuthTypes"] as const)("UpdateBackendAPI in %s", (place) => {
  const configured = (mode: BackendAPIAuthType): BackendAPIResourceConfig =>
    place === "DefaultAuthType"
      ? { DefaultAuthType: mode, AdditionalAuthTypes: [] }
      : { DefaultAuthType: { Mode: "AWS_IAM" }, AdditionalAuthTypes: [mode] };
  const made = async (mode: BackendAPIAuthType, rules: string): Promise<Readonly<Record<string, string>>> =>
    apiWith(configured(mode), rules);
  /** Of the API that was made last. */
  const updated = async (mode: BackendAPIAuthType, rules: string): Promise<void> => {
    const config = { ...configured(mode), TransformSchema: schemaFor(rules) };
    expect(await backends.tryUpdateApi(`dmode${count}`, config)).toBe("");
  };
  const status = async (api: Readonly<Record<string, string>>, headers: Headers): Promise<number> =>
    (await ask(api, headers))[0];

  it("takes another mode, and no longer the one before", async () => {
    const api = await made({ Mode: "API_KEY" }, "{ allow: public }");
    const key = { "x-api-key": api["GraphQLAPIKeyOutput"] ?? "" };
    const { accessToken } = await people.signIn("anna");
    const token = { authorization: accessToken };
    expect([await status(api, key), await status(api, token)]).toEqual([200, 401]);
    await updated(poolMode(pool["UserPoolId"]), "{ allow: private }");
    expect([await status(api, key), await status(api, token)]).toEqual([401, 200]);
  });

  it("gives the key other days and another description", async () => {
    const key = (ExpirationTime: number, Description: string): BackendAPIAuthType => ({
      Mode: "API_KEY",
      Settings: { ExpirationTime, Description },
    });
    const api = await made(key(30, "for guests"), "{ allow: public }");
    const listed = async (): Promise<{ description: string; days: number }> => {
      const keys = `/_ohmstead/v1/apis/${api["GraphQLAPIIdOutput"]}/keys`;
      const [first] = ((await operator("GET", keys)) as { keys: { description: string; expiresAt: string }[] }).keys;
      const days = (new Date(first?.expiresAt ?? 0).getTime() - Date.now()) / 86_400_000;
      return { description: first?.description ?? "", days: Math.round(days) };
    };
    expect(await listed()).toEqual({ description: "for guests", days: 30 });
    await updated(key(3, "for the fair"), "{ allow: public }");
    expect(await listed()).toEqual({ description: "for the fair", days: 3 });
    expect(await status(api, { "x-api-key": api["GraphQLAPIKeyOutput"] ?? "" })).toBe(200);
  });

  it("goes over to another pool", async () => {
    const api = await made(poolMode(pool["UserPoolId"]), "{ allow: private }");
    const [mine, theirs] = [await people.signIn("anna"), await other.signIn("anna")];
    const both = async (): Promise<number[]> => [
      await status(api, { authorization: mine.accessToken }),
      await status(api, { authorization: theirs.accessToken }),
    ];
    expect(await both()).toEqual([200, 401]);
    await updated(poolMode(otherPool["UserPoolId"]), "{ allow: private }");
    expect(await both()).toEqual([401, 200]);
  });

  it("goes over to another provider, audience and ages, under another name", async () => {
    const rules = "{ allow: private, provider: oidc }";
    const api = await made(openId({ OpenIDClientId: "notes-app" }), rules);
    const answers = async (from: OpenIdServer, claims: JWTPayload = {}): Promise<number> =>
      status(api, { authorization: await from.token(claims) });
    expect([await answers(provider), await answers(provider, { aud: "web" })]).toEqual([200, 401]);
    await updated(openId({ OpenIDClientId: "web" }), rules);
    expect([await answers(provider), await answers(provider, { aud: "web" })]).toEqual([401, 200]);
    const now = Math.floor(Date.now() / 1000);
    const [made90, signedIn150] = [{ iat: now - 90 }, { auth_time: now - 150 }];
    // Members of the settings that are not given stay.
    await updated(openId({ OpenIDClientId: "notes-app", OpenIDIatTTL: "60000" }), rules);
    expect([await answers(provider, made90), await answers(provider, signedIn150)]).toEqual([401, 200]);
    await updated(openId({ OpenIDClientId: "notes-app", OpenIDIatTTL: "600000", OpenIDAuthTTL: "120000" }), rules);
    expect([await answers(provider, made90), await answers(provider, signedIn150)]).toEqual([200, 401]);
    await updated(openId({ OpenIDProviderName: "theirs", OpenIDIssueURL: second.issuer }), rules);
    expect([await answers(provider), await answers(second)]).toEqual([401, 200]);
    const meta = JSON.stringify((await outputsOf(backends.client, "api", `dmode${count}`))?.["authConfig"]);
    expect([meta.includes('"name":"theirs"'), meta.includes(second.issuer)]).toEqual([true, true]);
  });
});
