/** Backends of a whole server for the tests of a file: made and changed by AmplifyBackend's client, seen by Cognito's clients and the outbox. */

import {
  AmplifyBackendClient,
  type CreateBackendAuthRequest,
  CreateBackendAuthCommand,
  CreateBackendCommand,
  GetBackendAuthCommand,
  GetBackendJobCommand,
  type UpdateBackendAuthRequest,
  UpdateBackendAuthCommand,
} from "@aws-sdk/client-amplifybackend";
import { CognitoIdentityClient } from "@aws-sdk/client-cognito-identity";
import {
  AdminConfirmSignUpCommand,
  AdminUpdateUserAttributesCommand,
  CognitoIdentityProviderClient,
  ForgotPasswordCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect } from "vitest";
import { signRequest } from "#kernel/wire/sign";
import { outputsOf } from "./outputs.ts";
import { sdkSignIn } from "./sdkSignIn.ts";
import { type RunningServer, type StartOptions, startServer } from "./server.ts";

type Config = NonNullable<CreateBackendAuthRequest["ResourceConfig"]>;
type Change = NonNullable<UpdateBackendAuthRequest["ResourceConfig"]>;
export type UserPoolConfigs = NonNullable<Config["UserPoolConfigs"]>;
export type UserPoolChange = NonNullable<Change["UserPoolConfigs"]>;

export interface Place {
  readonly AppId: string;
  readonly BackendEnvironmentName: string;
}

/** An environment with auth. */
export interface Backend extends Place {
  readonly outputs: Readonly<Record<string, string>>;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly identityPoolId: string;
}

export interface Message {
  readonly channel: "mail" | "sms";
  readonly to: string;
  readonly subject?: string;
  readonly text: string;
}

/** A server and what talks to it, with the root key. */
interface Clients {
  readonly server: RunningServer;
  readonly client: AmplifyBackendClient;
  readonly idp: CognitoIdentityProviderClient;
  readonly identity: CognitoIdentityClient;
}

interface JobHandle {
  readonly JobId?: string | undefined;
}

export const password = "Correct-horse-1";
export const ResourceName = "people";

/** A user pool by itself. */
export function config(change: Partial<UserPoolConfigs> = {}): Config {
  const UserPoolConfigs: UserPoolConfigs = {
    UserPoolName: "people",
    SignInMethod: "USERNAME",
    RequiredSignUpAttributes: [],
    ...change,
  };
  return { AuthResources: "USER_POOL_ONLY", Service: "COGNITO", UserPoolConfigs };
}

/** A user pool and an identity pool. */
export function withIdentityPool(UnauthenticatedLogin: boolean, change: Partial<UserPoolConfigs> = {}): Config {
  const IdentityPoolConfigs = { IdentityPoolName: "identities of people", UnauthenticatedLogin };
  return { ...config(change), AuthResources: "IDENTITY_POOL_AND_USER_POOL", IdentityPoolConfigs };
}

/** One server process for the tests of a file. */
export function useBackends(start: StartOptions = {}) {
  let started: Clients | undefined;
  let made = 0;

  beforeAll(async () => {
    const server = await startServer(start);
    const options = { endpoint: server.url, region: "us-east-1", credentials: server.accessKey, maxAttempts: 1 };
    started = {
      server,
      client: new AmplifyBackendClient(options),
      idp: new CognitoIdentityProviderClient(options),
      identity: new CognitoIdentityClient(options),
    };
  });
  afterAll(async () => {
    for (const client of [started?.client, started?.idp, started?.identity]) client?.destroy();
    await started?.server.stop();
  });

  function clients(): Clients {
    if (!started) throw new Error("The server is not up yet.");
    return started;
  }

  /** How the job ended: "" when it did what it should, else its reason. */
  async function reasonOf(place: Place, { JobId }: JobHandle): Promise<string> {
    for (;;) {
      const job = await clients().client.send(new GetBackendJobCommand({ ...place, JobId }));
      if (job.Status === "COMPLETED") return "";
      if (job.Status === "FAILED") return job.Error ?? "no reason";
      await sleep(15);
    }
  }

  async function completed(place: Place, job: JobHandle): Promise<void> {
    expect(await reasonOf(place, job)).toBe("");
  }

  /** An environment without resources, in an app of its own. */
  async function environment(): Promise<Place> {
    made += 1;
    const place = { AppId: `d${made}fields`, BackendEnvironmentName: "dev" };
    await completed(
      place,
      await clients().client.send(new CreateBackendCommand({ ...place, AppName: `fields ${made}` })),
    );
    return place;
  }

  async function backendAt(place: Place): Promise<Backend> {
    const outputs = (await outputsOf(clients().client, "auth", place.AppId, place.BackendEnvironmentName)) ?? {};
    return {
      ...place,
      outputs,
      userPoolId: outputs["UserPoolId"] ?? "",
      clientId: outputs["AppClientIDWeb"] ?? "",
      identityPoolId: outputs["IdentityPoolId"] ?? "",
    };
  }

  /** CreateBackendAuth, to the end of its job. */
  async function make(ResourceConfig: Config): Promise<Backend> {
    const place = await environment();
    await completed(
      place,
      await clients().client.send(new CreateBackendAuthCommand({ ...place, ResourceName, ResourceConfig })),
    );
    return backendAt(place);
  }

  /** CreateBackendAuth of what is no good: why the job failed. */
  async function refused(ResourceConfig: Config): Promise<string> {
    const place = await environment();
    return reasonOf(
      place,
      await clients().client.send(new CreateBackendAuthCommand({ ...place, ResourceName, ResourceConfig })),
    );
  }

  /** UpdateBackendAuth: "" or why the job failed. */
  async function tryUpdate({ AppId, BackendEnvironmentName }: Place, change: Partial<Change>): Promise<string> {
    const place = { AppId, BackendEnvironmentName };
    const ResourceConfig: Change = {
      AuthResources: "USER_POOL_ONLY",
      Service: "COGNITO",
      UserPoolConfigs: {},
      ...change,
    };
    return reasonOf(
      place,
      await clients().client.send(new UpdateBackendAuthCommand({ ...place, ResourceName, ResourceConfig })),
    );
  }

  async function update(place: Place, change: Partial<Change>): Promise<void> {
    expect(await tryUpdate(place, change)).toBe("");
  }

  const updatePool = (place: Place, UserPoolConfigs: UserPoolChange): Promise<void> =>
    update(place, { UserPoolConfigs });

  async function describeConfig({ AppId, BackendEnvironmentName }: Place, name = ResourceName) {
    const request = { AppId, BackendEnvironmentName, ResourceName: name };
    return (await clients().client.send(new GetBackendAuthCommand(request))).ResourceConfig;
  }

  async function signUp(
    { clientId: ClientId }: Backend,
    Username: string,
    attributes: Readonly<Record<string, string>> = {},
    Password = password,
  ) {
    const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
    return clients().idp.send(new SignUpCommand({ ClientId, Username, Password, UserAttributes }));
  }

  /** A user who may sign in, with verified addresses. */
  async function member(
    backend: Backend,
    Username: string,
    attributes: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const UserPoolId = backend.userPoolId;
    await signUp(backend, Username, attributes);
    await clients().idp.send(new AdminConfirmSignUpCommand({ UserPoolId, Username }));
    const UserAttributes = ["email", "phone_number"]
      .filter((name) => attributes[name] !== undefined)
      .map((name) => ({ Name: `${name}_verified`, Value: "true" }));
    if (UserAttributes.length === 0) return;
    await clients().idp.send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username, UserAttributes }));
  }

  /** By SRP, as the stock clients do. */
  const signIn = (backend: Backend, username: string, tried = password) =>
    sdkSignIn(clients().idp, backend, username, tried);

  /** All messages so far, newest first. */
  async function messages(): Promise<readonly Message[]> {
    const { server } = clients();
    const rawUrl = "/_ohmstead/v1/outbox";
    const headers = { host: new URL(server.url).host };
    const options = { credentials: server.accessKey, region: "us-east-1", service: "ohmstead", now: Date.now() };
    const signed = signRequest({ method: "GET", rawUrl, headers, body: "" }, options);
    const answer = await fetch(server.url + rawUrl, { headers: signed });
    return ((await answer.json()) as { messages: Message[] }).messages;
  }

  /** What `work` sent to the address, though it may be sent after the answer. */
  async function sentBy(to: string, work: () => Promise<unknown>): Promise<Message> {
    const received = async () => (await messages()).filter((message) => message.to === to);
    const before = (await received()).length;
    await work();
    const deadline = Date.now() + 5_000;
    let all = await received();
    while (all.length === before && Date.now() < deadline) {
      await sleep(15);
      all = await received();
    }
    expect(all).toHaveLength(before + 1);
    const [sent] = all;
    if (!sent) throw new Error(`Nothing was sent to ${to}.`);
    return sent;
  }

  const forgot = ({ clientId }: Backend, Username: string) =>
    clients().idp.send(new ForgotPasswordCommand({ ClientId: clientId, Username }));

  return {
    clients,
    environment,
    backendAt,
    reasonOf,
    completed,
    make,
    refused,
    tryUpdate,
    update,
    updatePool,
    describeConfig,
    signUp,
    member,
    signIn,
    messages,
    sentBy,
    forgot,
  };
}

/** The six digits of a message. */
export function codeIn({ text }: Message): string {
  const code = /\b\d{6}\b/.exec(text)?.[0];
  if (code === undefined) throw new Error(`There is no code in: ${text}`);
  return code;
}
