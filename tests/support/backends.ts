/** Makes environments and their resources on a whole server, through the AWS SDK. */

import {
  AmplifyBackendClient,
  CreateBackendAPICommand,
  CreateBackendAuthCommand,
  CreateBackendCommand,
  type CreateBackendAuthResourceConfig,
  type BackendAPIResourceConfig,
  GetBackendJobCommand,
  UpdateBackendAPICommand,
} from "@aws-sdk/client-amplifybackend";
import { outputsOf } from "./outputs.ts";
import type { RunningServer } from "./server.ts";

export interface Job {
  readonly AppId?: string | undefined;
  readonly BackendEnvironmentName?: string | undefined;
  readonly JobId?: string | undefined;
}

export interface Backends {
  readonly client: AmplifyBackendClient;
  /** Waits for a job's end: its error text, empty when it is COMPLETED. */
  ended(job: Job): Promise<string>;
  /** A new app with the environment `dev`. */
  backend(appId: string): Promise<void>;
  /** Outputs of the auth that was made. Throws the job's error. */
  auth(appId: string, config?: Partial<CreateBackendAuthResourceConfig>): Promise<Readonly<Record<string, string>>>;
  /** The error text of the job that should make an API, empty when it is COMPLETED. */
  tryApi(appId: string, config: BackendAPIResourceConfig): Promise<string>;
  tryUpdateApi(appId: string, config: BackendAPIResourceConfig): Promise<string>;
  /** Outputs of the environment's API. Throws the job's error. */
  api(appId: string, config: BackendAPIResourceConfig): Promise<Readonly<Record<string, string>>>;
  close(): void;
}

export const dev = (AppId: string) => ({ AppId, BackendEnvironmentName: "dev" });
const resource = (appId: string, ResourceName: string) => ({ ...dev(appId), ResourceName });

export function openBackends(server: RunningServer): Backends {
  const client = new AmplifyBackendClient({
    endpoint: server.url,
    region: "us-east-1",
    credentials: server.accessKey,
  });
  const ended = async (job: Job): Promise<string> => {
    const { AppId, BackendEnvironmentName, JobId } = job;
    for (;;) {
      const input = { AppId, BackendEnvironmentName, JobId };
      const { Status, Error: reason } = await client.send(new GetBackendJobCommand(input));
      if (Status === "COMPLETED" || Status === "FAILED") return reason ?? "";
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const done = async (reason: Promise<string>): Promise<void> => {
    const text = await reason;
    if (text !== "") throw new Error(text);
  };
  const tryApi = async (appId: string, ResourceConfig: BackendAPIResourceConfig): Promise<string> =>
    ended(await client.send(new CreateBackendAPICommand({ ...resource(appId, "notes"), ResourceConfig })));
  return {
    client,
    ended,
    async backend(appId) {
      await done(ended(await client.send(new CreateBackendCommand({ ...dev(appId), AppName: appId }))));
    },
    async auth(appId, config = {}) {
      const ResourceConfig: CreateBackendAuthResourceConfig = {
        AuthResources: "IDENTITY_POOL_AND_USER_POOL",
        Service: "COGNITO",
        IdentityPoolConfigs: { IdentityPoolName: appId, UnauthenticatedLogin: true },
        UserPoolConfigs: { SignInMethod: "USERNAME", UserPoolName: appId, RequiredSignUpAttributes: ["EMAIL"] },
        ...config,
      };
      await done(
        ended(await client.send(new CreateBackendAuthCommand({ ...resource(appId, "people"), ResourceConfig }))),
      );
      return (await outputsOf(client, "auth", appId)) ?? {};
    },
    tryApi,
    tryUpdateApi: async (appId, ResourceConfig) =>
      ended(await client.send(new UpdateBackendAPICommand({ ...resource(appId, "notes"), ResourceConfig }))),
    async api(appId, config) {
      await done(tryApi(appId, config));
      return (await outputsOf(client, "api", appId)) ?? {};
    },
    close: () => client.destroy(),
  };
}
