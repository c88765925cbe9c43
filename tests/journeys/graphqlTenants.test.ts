/** A multi-tenant app on a whole server with unmodified aws-amplify 6: owners, static and dynamic groups, and all four modes on one API. */

import { fetchAuthSession } from "aws-amplify/auth";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forgetSignIn } from "../support/amplifyClient.ts";
import { type AmplifyApi, signInAs, useAmplifyApi } from "../support/amplifyApi.ts";
import { type Backends, openBackends } from "../support/backends.ts";
import { type OpenIdServer, startOpenIdServer } from "../support/openIdServer.ts";
import { openPeople, password, type People } from "../support/people.ts";
import { type RunningServer, startServer } from "../support/server.ts";

const TransformSchema = `
type Tenant @model @auth(rules: [
  { allow: groups, groups: ["Admins"] }
  { allow: groups, groupsField: "members", operations: [read] }
  { allow: private, provider: iam, operations: [read] }
]) {
  id: ID!
  name: String!
  members: [String]
}
type Note @model @auth(rules: [
  { allow: owner }
  { allow: owner, ownerField: "editors", operations: [read, update] }
  { allow: groups, groups: ["Admins"], operations: [read, delete] }
]) {
  id: ID!
  text: String!
  editors: [String]
  secret: String @auth(rules: [{ allow: owner }])
}
type Notice @model @auth(rules: [
  { allow: public, operations: [read] }
  { allow: public, provider: iam, operations: [read] }
  { allow: private, provider: oidc, operations: [read] }
  { allow: groups, groups: ["Admins"] }
]) {
  id: ID!
  text: String!
}`;

let server: RunningServer;
let backends: Backends;
let provider: OpenIdServer;
let people: People;
let api: AmplifyApi;
let outputs: { api: Readonly<Record<string, string>>; auth: Readonly<Record<string, string>> };

beforeAll(async () => {
  provider = await startOpenIdServer();
  server = await startServer({ env: { OHMSTEAD_OUTBOUND_ALLOW: provider.host } });
  backends = openBackends(server);
  await backends.backend("dtenants");
  const auth = await backends.auth("dtenants");
  const config = {
    ApiName: "tenants",
    TransformSchema,
    DefaultAuthType: { Mode: "AMAZON_COGNITO_USER_POOLS" as const },
    AdditionalAuthTypes: [
      { Mode: "API_KEY" as const },
      { Mode: "AWS_IAM" as const },
      {
        Mode: "OPENID_CONNECT" as const,
        Settings: { OpenIDProviderName: "mine", OpenIDIssueURL: provider.issuer },
      },
    ],
  };
  outputs = { auth, api: await backends.api("dtenants", config) };
  people = openPeople(server, auth);
  await people.join("ada", ["Admins"]);
  await people.join("tom", ["red"]);
  await people.join("eve", ["blue"]);
  api = await useAmplifyApi(server, backends, "dtenants", outputs, "userPool");
});
afterAll(async () => {
  await forgetSignIn();
  people.close();
  backends.close();
  await server.stop();
  await provider.close();
});

const ids = (records: readonly Readonly<Record<string, unknown>>[]): string[] =>
  records.map(({ id }) => String(id)).toSorted();
const unauthorized = { errorType: "Unauthorized" };

describe("owners", () => {
  it("see their own records and those they may edit, nobody else's", async () => {
    await signInAs("tom", password);
    const made = await api.model("Note").create({ id: "tom1", text: "mine", editors: ["eve"], secret: "s" });
    expect(made.errors).toBeUndefined();
    expect(made.data).toMatchObject({ owner: "tom", secret: null });
    await api.model("Note").create({ id: "tom2", text: "private" });
    expect((await api.model("Note").get({ id: "tom1" })).data).toMatchObject({ secret: "s" });
    await signInAs("eve", password);
    expect(ids((await api.model("Note").list()).data)).toEqual(["tom1"]);
    const { data, errors } = await api.model("Note").get({ id: "tom1" });
    expect(data).toMatchObject({ text: "mine", secret: null });
    expect(errors).toMatchObject([unauthorized]);
    const edited = await api.model("Note").update({ id: "tom1", text: "edited" });
    expect(edited).toMatchObject({ data: { text: "edited" } });
    expect((await api.model("Note").get({ id: "tom2" })).errors).toMatchObject([unauthorized]);
    expect((await api.model("Note").delete({ id: "tom1" })).errors).toMatchObject([unauthorized]);
    expect((await api.model("Note").update({ id: "tom2", text: "x" })).errors).toMatchObject([unauthorized]);
  });

  it("cannot be impersonated: the owner is filled in, and no input names him", async () => {
    await signInAs("eve", password);
    const forged = await api.model("Note").create({ text: "not mine", owner: "tom" });
    expect(forged.errors?.[0]?.message).toContain("a field name 'owner' that is not defined");
  });
});

describe("groups", () => {
  it("named in the rule act on every record, in the record on that one", async () => {
    await signInAs("ada", password);
    await api.model("Tenant").create({ id: "r", name: "Red", members: ["red"] });
    await api.model("Tenant").create({ id: "b", name: "Blue", members: ["blue"] });
    expect(ids((await api.model("Tenant").list()).data)).toEqual(["b", "r"]);
    expect(ids((await api.model("Note").list()).data)).toEqual(["tom1", "tom2"]);
    await signInAs("tom", password);
    expect(ids((await api.model("Tenant").list()).data)).toEqual(["r"]);
    expect((await api.model("Tenant").create({ name: "Green" })).errors).toMatchObject([unauthorized]);
    expect((await api.model("Tenant").get({ id: "b" })).errors).toMatchObject([unauthorized]);
  });

  it("may delete only where they may delete every field", async () => {
    await signInAs("ada", password);
    expect((await api.model("Notice").create({ id: "n1", text: "Hello" })).errors).toBeUndefined();
    expect((await api.model("Notice").create({ id: "n2", text: "Bye" })).errors).toBeUndefined();
    expect((await api.model("Notice").delete({ id: "n2" })).errors).toBeUndefined();
    // The note's secret is its owner's alone.
    expect((await api.model("Note").delete({ id: "tom2" })).errors).toMatchObject([unauthorized]);
    await signInAs("tom", password);
    expect((await api.model("Note").delete({ id: "tom2" })).errors).toBeUndefined();
  });
});

describe("the other modes", () => {
  const query = "query { listNotices { items { text } } }";
  const notices = { listNotices: { items: [{ text: "Hello" }] } };
  const create = 'mutation { createNotice(input: { text: "spam" }) { id } }';

  it("an API key reads notices and nothing else", async () => {
    await forgetSignIn();
    const options = { authMode: "apiKey" };
    expect(await api.graphql(query, {}, options)).toEqual(notices);
    await expect(api.graphql(create, {}, options)).rejects.toMatchObject({ errors: [unauthorized] });
    await expect(api.graphql("query { listNotes { items { id } } }", {}, options)).rejects.toMatchObject({
      errors: [unauthorized],
    });
  });

  it("a guest signs with credentials of the identity pool, and so does a user", async () => {
    await forgetSignIn();
    const options = { authMode: "identityPool" };
    expect((await fetchAuthSession()).credentials?.accessKeyId).toMatch(/^ASIA/);
    expect(await api.graphql(query, {}, options)).toEqual(notices);
    const tenants = "query { listTenants { items { id } } }";
    await expect(api.graphql(tenants, {}, options)).rejects.toMatchObject({ errors: [unauthorized] });
    await signInAs("eve", password);
    await fetchAuthSession({ forceRefresh: true });
    const { listTenants } = await api.graphql(tenants, {}, options);
    expect(ids((listTenants as unknown as { items: Record<string, unknown>[] }).items)).toEqual(["b", "r"]);
  });

  it("a token of the OpenID Connect provider reads notices", async () => {
    await forgetSignIn();
    const token = await provider.token();
    const headers = { "content-type": "application/json", authorization: token };
    const body = JSON.stringify({ query });
    const url = outputs.api["GraphQLAPIEndpointOutput"] ?? "";
    const answer = await fetch(url, { method: "POST", headers, body });
    expect([answer.status, await answer.json()]).toEqual([200, { data: notices }]);
    const refused = await fetch(url, { method: "POST", headers, body: JSON.stringify({ query: create }) });
    expect(await refused.json()).toMatchObject({ data: { createNotice: null }, errors: [unauthorized] });
  });
});
