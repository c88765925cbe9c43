/** Who lost a group, was disabled, deleted or signed out hears nothing more, at once, on a real user pool (security case 32). */

import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteGroupCommand,
  RevokeTokenCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { type PoolServer, startPoolServer } from "../support/poolServer.ts";
import { inSubprotocol, type Message, RealtimeClient } from "../support/realtimeClient.ts";
import { openRealtimeApi, type RealtimeApi } from "../support/realtimePlane.ts";
import { sdkSignIn } from "../support/sdkSignIn.ts";

const password = "Right-horse-1";
const sdl = `
type Plan @model @auth(rules: [{ allow: groups, groups: ["Staff"] }, { allow: public }]) { id: ID! }
type Note @model @auth(rules: [
  { allow: owner }, { allow: groups, groups: ["Staff"], operations: [read] }, { allow: public }
]) { id: ID! owner: String }
type Memo @model @auth(rules: [{ allow: groups, groupsField: "team" }, { allow: public }]) { id: ID! team: String }`;
const onPlan = "subscription { onCreatePlan { id } }";
const onNote = "subscription { onCreateNote { id } }";

let pools: PoolServer;
let api: RealtimeApi;
let UserPoolId: string;
let clientId: string;

beforeAll(async () => {
  pools = await startPoolServer();
  const { UserPool } = await pools.idp.send(new CreateUserPoolCommand({ PoolName: "people" }));
  UserPoolId = UserPool?.Id ?? "";
  const { UserPoolClient } = await pools.idp.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: "web",
      ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    }),
  );
  clientId = UserPoolClient?.ClientId ?? "";
  for (const GroupName of ["Staff", "red"]) await pools.idp.send(new CreateGroupCommand({ UserPoolId, GroupName }));
  const { verifier, standing, pools: known } = pools.auth;
  const mode = { Mode: "AMAZON_COGNITO_USER_POOLS" as const, Settings: { CognitoUserPoolId: UserPoolId } };
  const settings = { modes: { verifier, standing, pools: known } };
  // The plane's clock stands still: nothing here is found out because a second went by.
  api = await openRealtimeApi(sdl, settings, {
    DefaultAuthType: { Mode: "API_KEY" },
    AdditionalAuthTypes: [mode],
  });
});
afterAll(async () => {
  await api.close();
  await pools.close();
});

interface Person {
  readonly Username: string;
  readonly token: string;
  readonly refreshToken: string;
  readonly client: RealtimeClient;
  readonly credentials: Readonly<Record<string, string>>;
}

async function signedIn(Username: string): Promise<Person> {
  const { AuthenticationResult } = await sdkSignIn(pools.idp, { userPoolId: UserPoolId, clientId }, Username, password);
  const token = AuthenticationResult?.AccessToken ?? "";
  const credentials = { host: "x", Authorization: token };
  const client = await RealtimeClient.connect(api.endpoint, inSubprotocol(credentials));
  return { Username, token, refreshToken: AuthenticationResult?.RefreshToken ?? "", client, credentials };
}

async function person(Username: string, ...groups: readonly string[]): Promise<Person> {
  await pools.idp.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: "SUPPRESS" }));
  await pools.idp.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent: true }));
  for (const GroupName of groups)
    await pools.idp.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }));
  return signedIn(Username);
}

const createPlan = (): Promise<unknown> => api.send("mutation { createPlan(input: {}) { id } }");
const createNote = (id: string, owner: string): Promise<unknown> =>
  api.send(`mutation { createNote(input: { id: "${id}", owner: "${owner}" }) { id owner } }`);
const summary = ({ id, type, payload }: Message): string =>
  [id, type, payload?.errors?.[0]?.errorType, payload?.errors?.[0]?.message].filter(Boolean).join(" ");
const lostPlan = "error Unauthorized Not Authorized to access onCreatePlan on type Subscription";

test("a group lost ends its subscriptions before the next event, and the same token starts none until it is given back", async () => {
  const staff = await person("sam", "Staff");
  const other = await person("olga", "Staff");
  await staff.client.subscribe("1", onPlan, staff.credentials);
  await other.client.subscribe("1", onPlan, other.credentials);
  await createPlan();
  expect([(await staff.client.next()).type, (await other.client.next()).type]).toEqual(["data", "data"]);

  const at = { UserPoolId, Username: "sam", GroupName: "Staff" };
  await pools.idp.send(new AdminRemoveUserFromGroupCommand(at));
  await createPlan();
  expect((await staff.client.rest()).map(summary)).toEqual([`1 ${lostPlan}`]);
  expect((await other.client.rest()).map(summary)).toEqual(["1 data"]);
  staff.client.start("2", onPlan, staff.credentials);
  expect(summary(await staff.client.next())).toBe(`2 ${lostPlan}`);

  await pools.idp.send(new AdminAddUserToGroupCommand(at));
  await staff.client.subscribe("3", onPlan, staff.credentials);
  await createPlan();
  expect(summary(await staff.client.next())).toBe("3 data");
});

test("a request goes by the token's groups until the token ends, as on AWS", async () => {
  const { Username, credentials } = await person("rita", "Staff");
  await pools.idp.send(new AdminRemoveUserFromGroupCommand({ UserPoolId, Username, GroupName: "Staff" }));
  const body = Buffer.from(JSON.stringify({ query: "{ listPlans { items { id } } }" }));
  const answer = await api.http({ headers: { authorization: credentials["Authorization"] ?? "" }, body });
  expect(JSON.parse(String(answer.body))).not.toHaveProperty("errors");
});

test("who has another right goes on by that one", async () => {
  const { client, credentials, Username, token } = await person("nora", "Staff");
  const { sub } = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as { sub: string };
  await client.subscribe("1", onNote, credentials);
  await createNote("theirs", "somebody");
  expect(summary(await client.next())).toBe("1 data");
  await pools.idp.send(new AdminRemoveUserFromGroupCommand({ UserPoolId, Username, GroupName: "Staff" }));
  await createNote("theirs-too", "somebody");
  await createNote("own", `${sub}::nora`);
  expect((await client.next()).payload?.data).toEqual({ onCreateNote: { id: "own" } });
  expect(await client.rest()).toEqual([]);
});

test("a group in the record ends with the last group that could be in one", async () => {
  const { client, credentials, Username } = await person("dora", "red");
  await client.subscribe("1", "subscription { onCreateMemo { id } }", credentials);
  const create = (): Promise<unknown> => api.send('mutation { createMemo(input: { team: "red" }) { id team } }');
  await create();
  expect(summary(await client.next())).toBe("1 data");
  await pools.idp.send(new AdminRemoveUserFromGroupCommand({ UserPoolId, Username, GroupName: "red" }));
  await create();
  expect((await client.rest()).map(summary)).toEqual([
    "1 error Unauthorized Not Authorized to access onCreateMemo on type Subscription",
  ]);
});

test("a group deleted is lost to all its members, and one of the same name does not give it back", async () => {
  const GroupName = "Staff";
  const staff = [await person("dee", GroupName), await person("dan", GroupName)];
  for (const { client, credentials } of staff) await client.subscribe("1", onPlan, credentials);
  await pools.idp.send(new DeleteGroupCommand({ UserPoolId, GroupName }));
  await pools.idp.send(new CreateGroupCommand({ UserPoolId, GroupName }));
  await createPlan();
  for (const { client } of staff) expect((await client.rest()).map(summary)).toEqual([`1 ${lostPlan}`]);
});

test("a group that a function gave in the token, without a membership, is not lost with other people's", async () => {
  const give = "arn:aws:lambda:us-east-1:123456789012:function:give";
  pools.functions.set(give, () => ({
    claimsOverrideDetails: { groupOverrideDetails: { groupsToOverride: ["Staff"] } },
  }));
  await pools.idp.send(new UpdateUserPoolCommand({ UserPoolId, LambdaConfig: { PreTokenGeneration: give } }));
  const given = await person("gina");
  await pools.idp.send(new UpdateUserPoolCommand({ UserPoolId }));
  const other = await person("gus", "Staff");
  await given.client.subscribe("1", onPlan, given.credentials);
  const lost = { UserPoolId, Username: other.Username, GroupName: "Staff" };
  await pools.idp.send(new AdminRemoveUserFromGroupCommand(lost));
  await createPlan();
  expect((await given.client.rest()).map(summary)).toEqual(["1 data"]);
});

describe("an end of the sign-in is heard at once, without a delivery", () => {
  const ends = {
    AdminDisableUser: ({ Username }) => pools.idp.send(new AdminDisableUserCommand({ UserPoolId, Username })),
    AdminDeleteUser: ({ Username }) => pools.idp.send(new AdminDeleteUserCommand({ UserPoolId, Username })),
    AdminUserGlobalSignOut: ({ Username }) =>
      pools.idp.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username })),
    RevokeToken: ({ refreshToken }) =>
      pools.idp.send(new RevokeTokenCommand({ ClientId: clientId, Token: refreshToken })),
  } satisfies Record<string, (of: Person) => Promise<unknown>>;

  it.each(Object.entries(ends))("%s", async (name, end) => {
    const one = await person(`user-${name}`, "Staff");
    await one.client.subscribe("1", onPlan, one.credentials);
    await end(one);
    expect(summary(await one.client.next())).toContain("1 error UnauthorizedException");
    await createPlan();
    expect(await one.client.rest()).toEqual([]);
  });
});
