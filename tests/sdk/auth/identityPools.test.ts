/** Identity pools through the AWS SDK: guests, users, roles, and credentials that sign requests. */

import {
  CreateIdentityPoolCommand,
  type Credentials,
  DeleteIdentitiesCommand,
  DeleteIdentityPoolCommand,
  DescribeIdentityCommand,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
  GetIdentityPoolRolesCommand,
  GetOpenIdTokenCommand,
  ListIdentitiesCommand,
  ListIdentityPoolsCommand,
  type RoleMapping,
  SetIdentityPoolRolesCommand,
  UnlinkIdentityCommand,
  UpdateIdentityPoolCommand,
} from "@aws-sdk/client-cognito-identity";
import {
  AdminAddUserToGroupCommand,
  AdminDisableUserCommand,
  CreateGroupCommand,
  GlobalSignOutCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { SignatureV4 } from "@smithy/signature-v4";
import { createHash, createHmac, createPublicKey, verify, type JsonWebKey } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { createSigV4Verifier } from "#kernel/wire/sigv4";
import type { Made } from "../../support/poolServer.ts";
import { config, usePools, withIdentityPool } from "./support.ts";

const { server, update, member, signIn } = usePools();
const role = "arn:aws:iam::123456789012:role/editors";

/** The name native libraries give a login. */
const nativeKey = (made: Made): string => `cognito-idp.us-east-1.amazonaws.com/${made.userPoolId}`;
/** The name JavaScript gives it: the issuer without its scheme. */
const issuerKey = (made: Made): string => `${new URL(server().url).host}/${made.userPoolId}`;

/** An ID token made for the web client, which the identity pool knows. */
async function idToken(made: Made, username: string): Promise<string> {
  const { auth } = server();
  const { stores, tokens } = auth.parts;
  const pool = await stores.pools.find(made.userPoolId);
  const client = await stores.clients.find(made.webClientId);
  const user = pool && (await stores.users.findBySignInName(pool, username));
  if (!client || !user) throw new Error("There is no such user.");
  return (await tokens.start({ pool, client, user, source: "Authentication" })).idToken;
}

async function getId(made: Made, Logins?: Record<string, string>): Promise<string> {
  const { IdentityId } = await server().identity.send(
    new GetIdCommand({ IdentityPoolId: made.identityPoolId, ...(Logins && { Logins }) }),
  );
  return String(IdentityId);
}

function getCredentials(IdentityId: string, Logins?: Record<string, string>, CustomRoleArn?: string) {
  const request = { IdentityId, ...(Logins && { Logins }), ...(CustomRoleArn && { CustomRoleArn }) };
  return server().identity.send(new GetCredentialsForIdentityCommand(request));
}

/** Who the credentials are, as the SigV4 verification of a plane finds out. */
async function whoSigned(given: Credentials = {}, now = Date.now()) {
  const { AccessKeyId: accessKeyId = "", SecretKey: secretAccessKey = "", SessionToken: sessionToken = "" } = given;
  const credentials = { accessKeyId, secretAccessKey, sessionToken };
  const signer = new SignatureV4({ service: "s3", region: "us-east-1", credentials, sha256: Sha256 });
  const request = { method: "GET", protocol: "http:", hostname: "files", path: "/x", headers: { host: "files" } };
  const signed = await signer.sign(request);
  const verifier = createSigV4Verifier({
    service: "s3",
    clock: { now: () => now },
    skewMs: 100 * 3_600_000,
    lookup: (id, token) => server().auth.resolveIdentity(id, token ?? ""),
  });
  const wire = { method: "GET", rawUrl: "/x", headers: signed.headers, body: new Uint8Array(0), requestId: "r" };
  return (await verifier(wire)).caller;
}

class Sha256 {
  readonly #hash;
  constructor(secret?: string | Uint8Array | ArrayBuffer | ArrayBufferView) {
    const key = secret as string | Uint8Array | undefined;
    this.#hash = key === undefined ? createHash("sha256") : createHmac("sha256", key);
  }
  update(data: string | Uint8Array): void {
    this.#hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {}
}

describe("identities", () => {
  let made: Made;
  let sub: string;
  beforeAll(async () => {
    made = await server().make(withIdentityPool(true, { SignInMethod: "EMAIL" }));
    sub = await member(made, "ann@example.org");
  });

  test("a guest gets an identity, and credentials that name it wherever they sign", async () => {
    const id = await getId(made);
    const { Credentials, IdentityId } = await getCredentials(id);
    expect(IdentityId).toBe(id);
    expect(Credentials?.AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(Number(Credentials?.Expiration)).toBeGreaterThanOrEqual(Date.now() + 3_598_000);
    expect(await whoSigned(Credentials)).toEqual({
      kind: "identity",
      accessKeyId: Credentials?.AccessKeyId,
      identityId: id,
      identityPoolId: made.identityPoolId,
      authenticated: false,
      roleArn: "arn:aws:iam::123456789012:role/amplify-dabcdef-dev-unauthRole",
      expiresAt: Credentials?.Expiration?.getTime(),
    });
  });

  test("a user has one identity under both spellings of the login; credentials say who it is", async () => {
    const token = await idToken(made, "ann@example.org");
    const id = await getId(made, { [nativeKey(made)]: token });
    expect(await getId(made, { [issuerKey(made)]: await idToken(made, "ann@example.org") })).toBe(id);
    const { Credentials } = await getCredentials(id, { [issuerKey(made)]: token });
    expect(await whoSigned(Credentials)).toMatchObject({
      identityId: id,
      authenticated: true,
      roleArn: "arn:aws:iam::123456789012:role/amplify-dabcdef-dev-authRole",
      userPoolId: made.userPoolId,
      sub,
    });
    const described = await server().identity.send(new DescribeIdentityCommand({ IdentityId: id }));
    expect(described.Logins).toEqual([nativeKey(made)]);
  });

  test("credentials without their token, with another's token, or expired sign nothing", async () => {
    const one = (await getCredentials(await getId(made))).Credentials;
    const two = (await getCredentials(await getId(made))).Credentials;
    await expect(whoSigned({ ...one, SessionToken: two?.SessionToken })).rejects.toMatchObject({ status: 403 });
    await expect(whoSigned({ ...one, SessionToken: `${one?.SessionToken}x` })).rejects.toMatchObject({ status: 403 });
    await expect(whoSigned({ ...one, SecretKey: two?.SecretKey })).rejects.toMatchObject({ status: 403 });
    await expect(whoSigned(one, Date.now() + 3_601_000)).rejects.toMatchObject({ status: 403 });
  });

  test("a guest who signs in keeps the identity, as the JavaScript client expects", async () => {
    await member(made, "bob@example.org");
    const guest = await getId(made);
    const Logins = { [issuerKey(made)]: await idToken(made, "bob@example.org") };
    expect((await getCredentials(guest, Logins)).IdentityId).toBe(guest);
    expect(await getId(made, Logins)).toBe(guest);
    await expect(getCredentials(guest)).rejects.toMatchObject({
      name: "NotAuthorizedException",
      message: `Access to Identity '${guest}' is forbidden.`,
    });
  });

  test("a guest who signs in as a user with an identity gets that one", async () => {
    const Logins = { [nativeKey(made)]: await idToken(made, "ann@example.org") };
    const own = await getId(made, Logins);
    const guest = await getId(made);
    expect((await getCredentials(guest, Logins)).IdentityId).toBe(own);
  });

  test("one user's token opens no other user's identity", async () => {
    await member(made, "cleo@example.org");
    const ann = await getId(made, { [nativeKey(made)]: await idToken(made, "ann@example.org") });
    const Logins = { [nativeKey(made)]: await idToken(made, "cleo@example.org") };
    await expect(getCredentials(ann, Logins)).rejects.toMatchObject({ name: "NotAuthorizedException" });
  });

  test("fifty first logins of one user at once make one identity", async () => {
    await member(made, "dora@example.org");
    const Logins = { [nativeKey(made)]: await idToken(made, "dora@example.org") };
    const ids = await Promise.all(Array.from({ length: 50 }, () => getId(made, Logins)));
    expect(new Set(ids).size).toBe(1);
  });

  test("tokens that are not the pool's are refused: access token, another pool, unknown client, revoked, disabled", async () => {
    const other = await server().make(config({ SignInMethod: "EMAIL" }));
    await member(other, "eve@example.org");
    const foreign = await idToken(other, "eve@example.org");
    const refused = { name: "NotAuthorizedException" };
    await expect(getId(made, { [nativeKey(other)]: foreign })).rejects.toMatchObject(refused);
    await expect(getId(made, { [nativeKey(made)]: foreign })).rejects.toMatchObject(refused);
    await expect(getId(made, { "accounts.google.com": foreign })).rejects.toMatchObject(refused);
    await expect(getId(made, { [`evil.example.org/${made.userPoolId}`]: foreign })).rejects.toMatchObject(refused);
    await member(made, "fred@example.org");
    const unlinked = (await signIn(made, "fred@example.org")).AuthenticationResult;
    await expect(getId(made, { [nativeKey(made)]: String(unlinked?.IdToken) })).rejects.toMatchObject({
      message: "Invalid login token. Incorrect token audience.",
    });
    await expect(getId(made, { [nativeKey(made)]: String(unlinked?.AccessToken) })).rejects.toMatchObject(refused);
    const revoked = await idToken(made, "fred@example.org");
    await server().idp.send(new GlobalSignOutCommand({ AccessToken: unlinked?.AccessToken }));
    await expect(getId(made, { [nativeKey(made)]: revoked })).rejects.toMatchObject({
      message: "Invalid login token. Token has been revoked.",
    });
    const last = await idToken(made, "fred@example.org");
    const fred = { UserPoolId: made.userPoolId, Username: "fred@example.org" };
    await server().idp.send(new AdminDisableUserCommand(fred));
    await expect(getId(made, { [nativeKey(made)]: last })).rejects.toMatchObject(refused);
  });

  test("GetOpenIdToken: a token that the published keys verify", async () => {
    const Logins = { [nativeKey(made)]: await idToken(made, "ann@example.org") };
    const id = await getId(made, Logins);
    const { Token = "" } = await server().identity.send(new GetOpenIdTokenCommand({ IdentityId: id, Logins }));
    const [head = "", body = "", signature = ""] = Token.split(".");
    const claims = JSON.parse(Buffer.from(body, "base64url").toString()) as Record<string, unknown>;
    expect(claims).toMatchObject({
      iss: "https://cognito-identity.amazonaws.com",
      aud: made.identityPoolId,
      sub: id,
      amr: ["authenticated", nativeKey(made)],
    });
    expect(Number(claims["exp"]) - Number(claims["iat"])).toBe(600);
    const { kid } = JSON.parse(Buffer.from(head, "base64url").toString()) as { kid: string };
    const jwks = await fetch(`${server().url}/${made.identityPoolId}/.well-known/jwks.json`);
    const { keys } = (await jwks.json()) as { keys: (JsonWebKey & { kid: string })[] };
    const key = createPublicKey({ key: keys.find((each) => each.kid === kid) ?? {}, format: "jwk" });
    expect(verify("RSA-SHA256", Buffer.from(`${head}.${body}`), key, Buffer.from(signature, "base64url"))).toBe(true);
  });

  test("UnlinkIdentity: the login leads to a new identity afterwards", async () => {
    await member(made, "gina@example.org");
    const Logins = { [nativeKey(made)]: await idToken(made, "gina@example.org") };
    const IdentityId = await getId(made, Logins);
    const stranger = { [nativeKey(made)]: await idToken(made, "ann@example.org") };
    const LoginsToRemove = [issuerKey(made)];
    const steal = server().identity.send(new UnlinkIdentityCommand({ IdentityId, Logins: stranger, LoginsToRemove }));
    await expect(steal).rejects.toMatchObject({ name: "NotAuthorizedException" });
    await server().identity.send(new UnlinkIdentityCommand({ IdentityId, Logins, LoginsToRemove }));
    expect(await getId(made, Logins)).not.toBe(IdentityId);
  });
});

test("DeleteIdentities: the identity is gone, and the login leads to a new one", async () => {
  const { identity } = server();
  const made = await server().make(withIdentityPool(true));
  await member(made, "ann");
  const Logins = { [nativeKey(made)]: await idToken(made, "ann") };
  const [own, guest] = [await getId(made, Logins), await getId(made)];
  const { UnprocessedIdentityIds } = await identity.send(
    new DeleteIdentitiesCommand({ IdentityIdsToDelete: [own, guest] }),
  );
  expect(UnprocessedIdentityIds ?? []).toEqual([]);
  const list = new ListIdentitiesCommand({ IdentityPoolId: made.identityPoolId, MaxResults: 60 });
  expect((await identity.send(list)).Identities).toEqual([]);
  for (const id of [own, guest]) {
    await expect(getCredentials(id)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  }
  const next = await getId(made, Logins);
  expect(next).not.toBe(own);
  expect((await getCredentials(next, Logins)).Credentials?.AccessKeyId).toMatch(/^ASIA/);
});

describe("roles", () => {
  test("a group's role is given, chosen only among those of the token", async () => {
    const made = await server().make(withIdentityPool(false));
    await member(made, "ann");
    const { userPoolId: UserPoolId } = made;
    await server().idp.send(new CreateGroupCommand({ UserPoolId, GroupName: "editors", RoleArn: role, Precedence: 1 }));
    await server().idp.send(new AdminAddUserToGroupCommand({ UserPoolId, GroupName: "editors", Username: "ann" }));
    const Logins = { [nativeKey(made)]: await idToken(made, "ann") };
    const id = await getId(made, Logins);
    const { Credentials } = await getCredentials(id, Logins);
    expect(await whoSigned(Credentials)).toMatchObject({ roleArn: role, groups: ["editors"] });
    const chosen = await getCredentials(id, Logins, role);
    expect(await whoSigned(chosen.Credentials)).toMatchObject({ roleArn: role });
    const other = getCredentials(id, Logins, "arn:aws:iam::123456789012:role/admins");
    await expect(other).rejects.toMatchObject({ name: "NotAuthorizedException" });
  });

  test("rules choose by claims; where none fits and the pool says Deny, nobody gets any", async () => {
    const made = await server().make(withIdentityPool(false));
    await member(made, "ann", { email: "ann@example.org" });
    await member(made, "zoe", { email: "zoe@elsewhere.org" });
    const rule = { Claim: "email", MatchType: "Contains", Value: "@example.org", RoleARN: role } as const;
    const mapping: RoleMapping = {
      Type: "Rules",
      AmbiguousRoleResolution: "Deny",
      RulesConfiguration: { Rules: [rule] },
    };
    const IdentityPoolId = made.identityPoolId;
    const RoleMappings = { [`${nativeKey(made)}:${made.webClientId}`]: mapping };
    const Roles = { authenticated: "arn:aws:iam::123456789012:role/members" };
    await server().identity.send(new SetIdentityPoolRolesCommand({ IdentityPoolId, Roles, RoleMappings }));
    const roles = await server().identity.send(new GetIdentityPoolRolesCommand({ IdentityPoolId }));
    expect(roles).toMatchObject({ Roles, RoleMappings });
    const ann = { [nativeKey(made)]: await idToken(made, "ann") };
    const { Credentials } = await getCredentials(await getId(made, ann), ann);
    expect(await whoSigned(Credentials)).toMatchObject({ roleArn: role });
    const zoe = { [nativeKey(made)]: await idToken(made, "zoe") };
    await expect(getCredentials(await getId(made, zoe), zoe)).rejects.toMatchObject({
      name: "InvalidIdentityPoolConfigurationException",
    });
  });
});

test("guests that are no longer let in, and identities of a pool that is gone, stop at once", async () => {
  const made = await server().make(withIdentityPool(true));
  const { Credentials } = await getCredentials(await getId(made));
  await whoSigned(Credentials);
  const AuthResources = "IDENTITY_POOL_AND_USER_POOL";
  await update(made, { AuthResources, IdentityPoolConfigs: { UnauthenticatedLogin: false } });
  await expect(whoSigned(Credentials)).rejects.toMatchObject({ status: 403 });
  await update(made, { AuthResources, IdentityPoolConfigs: { UnauthenticatedLogin: true } });
  await whoSigned(Credentials);
  await server().identity.send(new DeleteIdentityPoolCommand({ IdentityPoolId: made.identityPoolId }));
  await expect(whoSigned(Credentials)).rejects.toMatchObject({ status: 403 });
});

test("identity pools are made, changed and listed; operations that are not offered say so", async () => {
  const { identity } = server();
  const made = await identity.send(
    new CreateIdentityPoolCommand({ IdentityPoolName: "by hand", AllowUnauthenticatedIdentities: true }),
  );
  const IdentityPoolId = String(made.IdentityPoolId);
  const { IdentityId } = await identity.send(new GetIdCommand({ IdentityPoolId }));
  await expect(getCredentials(String(IdentityId))).rejects.toMatchObject({
    name: "InvalidIdentityPoolConfigurationException",
  });
  const { Identities } = await identity.send(new ListIdentitiesCommand({ IdentityPoolId, MaxResults: 10 }));
  expect(Identities).toEqual([expect.objectContaining({ IdentityId, Logins: [] })]);
  const changed = await identity.send(
    new UpdateIdentityPoolCommand({
      IdentityPoolId,
      IdentityPoolName: "changed",
      AllowUnauthenticatedIdentities: false,
    }),
  );
  expect(changed).toMatchObject({ IdentityPoolName: "changed", AllowUnauthenticatedIdentities: false });
  const listed: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await identity.send(new ListIdentityPoolsCommand({ MaxResults: 1, ...(NextToken && { NextToken }) }));
    listed.push(...(page.IdentityPools ?? []).map((pool) => String(pool.IdentityPoolId)));
    NextToken = page.NextToken;
  } while (NextToken);
  expect(listed).toContain(IdentityPoolId);
  expect(new Set(listed).size).toBe(listed.length);
});
