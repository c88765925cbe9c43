/** AuthResources and IdentityPoolConfigs through a whole server: whether there is an identity pool, and who is let in. */

import {
  DescribeIdentityPoolCommand,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
} from "@aws-sdk/client-cognito-identity";
import { describe, expect, test } from "vitest";
import { type Backend, config, useBackends, withIdentityPool } from "../../support/authBackends.ts";

const { clients, make, refused, backendAt, tryUpdate, update, describeConfig, member, signIn } = useBackends();
const noGuests = {
  name: "NotAuthorizedException",
  message: "Unauthenticated access is not supported for this identity pool.",
};

const getId = ({ identityPoolId: IdentityPoolId }: Pick<Backend, "identityPoolId">, Logins?: Record<string, string>) =>
  clients().identity.send(new GetIdCommand({ IdentityPoolId, ...(Logins && { Logins }) }));

async function credentials(backend: Backend, Logins?: Record<string, string>) {
  const { IdentityId } = await getId(backend, Logins);
  const request = { IdentityId, ...(Logins && { Logins }) };
  return (await clients().identity.send(new GetCredentialsForIdentityCommand(request))).Credentials;
}

describe("AuthResources", () => {
  test("AuthResources USER_POOL_ONLY: no identity pool in meta, and none answers", async () => {
    const backend = await make(config());
    expect(backend.outputs).not.toHaveProperty("IdentityPoolId");
    await expect(getId({ identityPoolId: "us-east-1:00000000-0000-0000-0000-000000000000" })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
    const described = await describeConfig(backend);
    expect(described).toMatchObject({ AuthResources: "USER_POOL_ONLY" });
    expect(described).not.toHaveProperty("IdentityPoolConfigs");
  });

  test("AuthResources IDENTITY_POOL_AND_USER_POOL: users of the pool get AWS credentials", async () => {
    const backend = await make(withIdentityPool(false));
    await member(backend, "ann");
    const { AuthenticationResult } = await signIn(backend, "ann");
    const provider = `cognito-idp.us-east-1.amazonaws.com/${backend.userPoolId}`;
    const given = await credentials(backend, { [provider]: AuthenticationResult?.IdToken ?? "" });
    expect(given?.AccessKeyId).toMatch(/^ASIA/);
    expect(await describeConfig(backend)).toMatchObject({ AuthResources: "IDENTITY_POOL_AND_USER_POOL" });
  });

  test("AuthResources that contradict IdentityPoolConfigs: the job fails with the reason", async () => {
    const without = { ...config(), AuthResources: "IDENTITY_POOL_AND_USER_POOL" as const };
    expect(await refused(without)).toContain("IdentityPoolConfigs is needed");
    const both = { ...withIdentityPool(true), AuthResources: "USER_POOL_ONLY" as const };
    expect(await refused(both)).toContain("IdentityPoolConfigs must be left out");
  });

  test("AuthResources of Update: adds an identity pool, and takes none away", async () => {
    const backend = await make(config());
    await update(backend, {
      AuthResources: "IDENTITY_POOL_AND_USER_POOL",
      IdentityPoolConfigs: { UnauthenticatedLogin: true },
    });
    const described = await describeConfig(backend);
    expect(described?.IdentityPoolConfigs?.UnauthenticatedLogin).toBe(true);
    const added = await backendAt({ AppId: backend.AppId, BackendEnvironmentName: "dev" });
    expect((await credentials(added))?.AccessKeyId).toMatch(/^ASIA/);
    expect(await tryUpdate(backend, { AuthResources: "USER_POOL_ONLY" })).toContain("cannot go back to USER_POOL_ONLY");
    expect((await credentials(added))?.AccessKeyId).toMatch(/^ASIA/);
  });
});

describe("IdentityPoolConfigs", () => {
  test("IdentityPoolConfigs.IdentityPoolName: the name in meta and DescribeIdentityPool", async () => {
    const backend = await make(withIdentityPool(false));
    expect(backend.outputs["IdentityPoolName"]).toBe("identities of people");
    const { identity } = clients();
    const pool = await identity.send(new DescribeIdentityPoolCommand({ IdentityPoolId: backend.identityPoolId }));
    expect(pool.IdentityPoolName).toBe("identities of people");
    const whole = withIdentityPool(true);
    const IdentityPoolConfigs = { IdentityPoolName: "not/a/name", UnauthenticatedLogin: true };
    expect(await refused({ ...whole, IdentityPoolConfigs })).toContain("IdentityPoolName must be");
  });

  test("IdentityPoolConfigs.UnauthenticatedLogin: guests get credentials or not, and Update switches it at once", async () => {
    const open = await make(withIdentityPool(true));
    expect((await credentials(open))?.AccessKeyId).toMatch(/^ASIA/);
    const backend = await make(withIdentityPool(false));
    await expect(getId(backend)).rejects.toMatchObject(noGuests);

    const AuthResources = "IDENTITY_POOL_AND_USER_POOL";
    await update(backend, { AuthResources, IdentityPoolConfigs: { UnauthenticatedLogin: true } });
    expect((await credentials(backend))?.AccessKeyId).toMatch(/^ASIA/);
    const { IdentityId } = await getId(backend);
    await update(backend, { AuthResources, IdentityPoolConfigs: { UnauthenticatedLogin: false } });
    await expect(getId(backend)).rejects.toMatchObject(noGuests);
    // Not with an identity from before, either.
    const again = clients().identity.send(new GetCredentialsForIdentityCommand({ IdentityId }));
    await expect(again).rejects.toMatchObject({ name: "NotAuthorizedException" });
  });

  test("IdentityPoolConfigs left out of Update: guests stay as they were", async () => {
    const backend = await make(withIdentityPool(true));
    await update(backend, { AuthResources: "IDENTITY_POOL_AND_USER_POOL" });
    expect((await credentials(backend))?.AccessKeyId).toMatch(/^ASIA/);
  });
});
