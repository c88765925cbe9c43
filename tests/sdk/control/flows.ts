/** Steps that many tests begin with. */

import {
  CreateBackendAPICommand,
  CreateBackendAuthCommand,
  CreateBackendCommand,
  CreateBackendStorageCommand,
} from "@aws-sdk/client-amplifybackend";
import { apiConfig, authConfig, type ControlServer, storageConfig } from "./support.ts";

/** A finished environment. */
export async function makeBackend(server: ControlServer, AppId: string, BackendEnvironmentName = "dev"): Promise<void> {
  const job = await server.client.send(new CreateBackendCommand({ AppId, AppName: "notes", BackendEnvironmentName }));
  await completed(server, job);
}

export async function makeApi(server: ControlServer, AppId: string, BackendEnvironmentName = "dev"): Promise<void> {
  const request = { AppId, BackendEnvironmentName, ResourceName: "notes", ResourceConfig: apiConfig };
  await completed(server, await server.client.send(new CreateBackendAPICommand(request)));
}

export async function makeAuth(server: ControlServer, AppId: string, BackendEnvironmentName = "dev"): Promise<void> {
  const request = { AppId, BackendEnvironmentName, ResourceName: "people", ResourceConfig: authConfig };
  await completed(server, await server.client.send(new CreateBackendAuthCommand(request)));
}

export async function makeStorage(server: ControlServer, AppId: string, BackendEnvironmentName = "dev"): Promise<void> {
  const request = { AppId, BackendEnvironmentName, ResourceName: "files", ResourceConfig: storageConfig };
  await completed(server, await server.client.send(new CreateBackendStorageCommand(request)));
}

/** Waits for the job and fails the test when it did not do what it should. */
export async function completed(server: ControlServer, job: Parameters<ControlServer["ended"]>[0]): Promise<void> {
  const { status, error } = await server.ended(job);
  if (status !== "COMPLETED") throw new Error(`the job ended ${status}: ${error}`);
}

/** A gate: jobs wait at it until it is opened. */
export function gate(): { readonly wait: (signal?: AbortSignal) => Promise<void>; readonly open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const wait = async (signal?: AbortSignal): Promise<void> => {
    const aborted = Promise.withResolvers<never>();
    signal?.throwIfAborted();
    signal?.addEventListener("abort", () => aborted.reject(signal.reason as Error), { once: true });
    await Promise.race([promise, aborted.promise]);
  };
  return { wait, open: () => resolve() };
}
