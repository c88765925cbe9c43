/** Storage of a whole server: made and changed by AmplifyBackend's client, used by the AWS S3 client with keys, people's and guests' credentials. */

import {
  CreateBackendStorageCommand,
  type CreateBackendStorageRequest,
  GetBackendStorageCommand,
  ImportBackendStorageCommand,
  type UpdateBackendStorageRequest,
  UpdateBackendStorageCommand,
} from "@aws-sdk/client-amplifybackend";
import { GetCredentialsForIdentityCommand, GetIdCommand } from "@aws-sdk/client-cognito-identity";
import { S3 } from "@aws-sdk/client-s3";
import { afterAll } from "vitest";
import { outputsOf } from "../../support/outputs.ts";
import type { StartOptions } from "../../support/server.ts";
import { type Backend, type Place, useBackends, withIdentityPool } from "../../support/authBackends.ts";

type Config = NonNullable<CreateBackendStorageRequest["ResourceConfig"]>;
type Change = NonNullable<UpdateBackendStorageRequest["ResourceConfig"]>;
export type Permissions = NonNullable<Config["Permissions"]>;

/** Somebody with credentials of an identity pool. */
export interface Person {
  readonly identityId: string;
  readonly s3: S3;
}

export const storageName = "files";
export const allPermissions = ["READ", "CREATE_AND_UPDATE", "DELETE"] as const;

export function useStorage(start: StartOptions = {}) {
  const backends = useBackends(start);
  const clients: S3[] = [];
  afterAll(() => {
    for (const client of clients) client.destroy();
  });

  function s3With(credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }): S3 {
    const { server } = backends.clients();
    const client = new S3({
      endpoint: server.url,
      region: "us-east-1",
      forcePathStyle: true,
      credentials,
      maxAttempts: 1,
    });
    clients.push(client);
    return client;
  }

  /** Signed with the root access key. */
  const root = (): S3 => s3With(backends.clients().server.accessKey);

  /** "" or why the job of CreateBackendStorage failed. */
  async function tryMake({ AppId, BackendEnvironmentName }: Place, config: Partial<Config>): Promise<string> {
    const place = { AppId, BackendEnvironmentName };
    const ResourceConfig: Config = { ServiceName: "S3", Permissions: { Authenticated: [] }, ...config };
    const request = { ...place, ResourceName: storageName, ResourceConfig };
    return backends.reasonOf(place, await backends.clients().client.send(new CreateBackendStorageCommand(request)));
  }

  /** Makes storage and answers the bucket's name. */
  async function make(place: Place, config: Partial<Config> = {}): Promise<string> {
    const reason = await tryMake(place, config);
    if (reason !== "") throw new Error(reason);
    return bucketOf(place);
  }

  async function bucketOf({ AppId, BackendEnvironmentName }: Place): Promise<string> {
    const { client } = backends.clients();
    return (await outputsOf(client, "storage", AppId, BackendEnvironmentName))?.["BucketName"] ?? "";
  }

  async function update(
    { AppId, BackendEnvironmentName }: Place,
    change: Partial<Change>,
    ResourceName = storageName,
  ): Promise<string> {
    const place = { AppId, BackendEnvironmentName };
    const ResourceConfig: Change = { ServiceName: "S3", Permissions: undefined, ...change };
    const request = { ...place, ResourceName, ResourceConfig };
    return backends.reasonOf(place, await backends.clients().client.send(new UpdateBackendStorageCommand(request)));
  }

  async function tryImport(place: Place, BucketName: string): Promise<string> {
    const request = { AppId: place.AppId, BackendEnvironmentName: place.BackendEnvironmentName, BucketName };
    const { client } = backends.clients();
    return backends.reasonOf(
      place,
      await client.send(new ImportBackendStorageCommand({ ...request, ServiceName: "S3" })),
    );
  }

  async function describeStorage({ AppId, BackendEnvironmentName }: Place, ResourceName = storageName) {
    const request = { AppId, BackendEnvironmentName, ResourceName };
    return (await backends.clients().client.send(new GetBackendStorageCommand(request))).ResourceConfig;
  }

  /** An environment with people and guests. */
  const withPeople = (): Promise<Backend> => backends.make(withIdentityPool(true));

  async function personOf({ identityPoolId }: Backend, Logins?: Record<string, string>): Promise<Person> {
    const { identity } = backends.clients();
    const login = Logins ? { Logins } : {};
    const { IdentityId = "" } = await identity.send(new GetIdCommand({ IdentityPoolId: identityPoolId, ...login }));
    const { Credentials } = await identity.send(new GetCredentialsForIdentityCommand({ IdentityId, ...login }));
    const { AccessKeyId = "", SecretKey = "", SessionToken = "" } = Credentials ?? {};
    return {
      identityId: IdentityId,
      s3: s3With({ accessKeyId: AccessKeyId, secretAccessKey: SecretKey, sessionToken: SessionToken }),
    };
  }

  const guest = (backend: Backend): Promise<Person> => personOf(backend);

  /** Signs a new user up and in. */
  async function member(backend: Backend, name: string): Promise<Person> {
    await backends.member(backend, name);
    const { AuthenticationResult } = await backends.signIn(backend, name);
    const provider = `cognito-idp.us-east-1.amazonaws.com/${backend.userPoolId}`;
    return personOf(backend, { [provider]: AuthenticationResult?.IdToken ?? "" });
  }

  return {
    ...backends,
    s3With,
    root,
    tryMakeStorage: tryMake,
    makeStorage: make,
    bucketOf,
    updateStorage: update,
    tryImport,
    describeStorage,
    withPeople,
    guest,
    personNamed: member,
  };
}

/** "yes", or the error's name; what else goes wrong is thrown. */
export async function outcome(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "yes";
  } catch (error) {
    if (error instanceof Error && "$metadata" in error) return error.name;
    throw error;
  }
}
