/** A backend with one API, made through the AWS SDK as a user would make it. */

import {
  AmplifyBackendClient,
  CreateBackendAPICommand,
  CreateBackendCommand,
  GetBackendJobCommand,
} from "@aws-sdk/client-amplifybackend";
import type { RunningServer } from "../../tests/support/server.ts";

export const schema = `input AMPLIFY { globalAuthRule: AuthRule = { allow: public } }
type Todo @model { id: ID! name: String! done: Boolean description: String }
`;

export function clientOf(server: RunningServer): AmplifyBackendClient {
  return new AmplifyBackendClient({ endpoint: server.url, region: "us-east-1", credentials: server.accessKey });
}

async function completed(client: AmplifyBackendClient, appId: string, jobId: string | undefined): Promise<void> {
  for (let tries = 0; tries < 3000; tries++) {
    const job = await client.send(
      new GetBackendJobCommand({ AppId: appId, BackendEnvironmentName: "dev", JobId: jobId }),
    );
    if (job.Status === "COMPLETED") return;
    if (job.Status === "FAILED") throw new Error(`${job.Operation} failed: ${job.Error}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`job ${jobId} did not end`);
}

/** CreateBackend and CreateBackendAPI, each polled to COMPLETED; answers the milliseconds it took. */
export async function createBackend(client: AmplifyBackendClient, appId: string): Promise<number> {
  const started = performance.now();
  const here = { AppId: appId, BackendEnvironmentName: "dev" };
  const backend = await client.send(new CreateBackendCommand({ ...here, AppName: "bench" }));
  await completed(client, appId, backend.JobId);
  const api = await client.send(
    new CreateBackendAPICommand({
      ...here,
      ResourceName: "todos",
      ResourceConfig: {
        ApiName: "todos",
        Service: "AppSync",
        TransformSchema: schema,
        DefaultAuthType: { Mode: "API_KEY", Settings: { ExpirationTime: 7 } },
      },
    }),
  );
  await completed(client, appId, api.JobId);
  return performance.now() - started;
}
