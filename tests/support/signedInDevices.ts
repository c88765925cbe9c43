/** An API with user pools on a whole server, and DataStore devices on which people of the pool are signed in. */

import { join } from "node:path";
import type { BackendAPIResourceConfig } from "@aws-sdk/client-amplifybackend";
import { GenerateBackendAPIModelsCommand, GetBackendAPIModelsCommand } from "@aws-sdk/client-amplifybackend";
import { cognitoOf } from "./amplifyApi.ts";
import { type Backends, dev } from "./backends.ts";
import { Cuttable } from "./cuttable.ts";
import { DataStoreDevice, type DeviceSettings } from "./dataStoreClient.ts";
import { place, type Placed } from "./dataStoreHouse.ts";
import { openPeople, password, type People, type Tokens } from "./people.ts";
import { readSchemaJs } from "./schemaJs.ts";
import type { RunningServer } from "./server.ts";

type Row = Readonly<Record<string, unknown>>;

export interface SignedInDevices {
  readonly people: People;
  /** A device that has synced, on which this person is signed in; nobody is without one. */
  device(username: string | undefined, options?: Partial<DeviceSettings>): Promise<Placed>;
  /** Asks the API with a token. Throws its first error. */
  ask(who: Tokens, query: string): Promise<Row>;
  close(): void;
}

export async function openSignedInDevices(
  server: RunningServer,
  backends: Backends,
  appId: string,
  config: Omit<BackendAPIResourceConfig, "ApiName">,
): Promise<SignedInDevices> {
  await backends.backend(appId);
  const auth = await backends.auth(appId);
  const outputs = await backends.api(appId, { ApiName: appId, ...config });
  const resource = { ...dev(appId), ResourceName: "notes" };
  const failure = await backends.ended(await backends.client.send(new GenerateBackendAPIModelsCommand(resource)));
  if (failure !== "") throw new Error(failure);
  const { Models } = await backends.client.send(new GetBackendAPIModelsCommand(resource));
  const path = `/graphql/${outputs["GraphQLAPIIdOutput"]}`;
  const people = openPeople(server, auth);
  const all: Placed[] = [];
  return {
    people,
    async device(username, options = {}) {
      const network = await Cuttable.open(Number(new URL(server.url).port));
      const device = await DataStoreDevice.open({
        endpoint: `https://localhost:${network.port}${path}`,
        apiKey: outputs["GraphQLAPIKeyOutput"] ?? "",
        caFile: join(server.data, "tls/ca.pem"),
        schema: readSchemaJs(Models ?? ""),
        auth: cognitoOf(server, auth),
        ...options,
      });
      const placed = place(device, network);
      all.push(placed);
      if (username !== undefined) await device.ask("signIn", { username, password });
      await device.start();
      return placed;
    },
    async ask({ accessToken }, query) {
      const headers = { "content-type": "application/json", authorization: accessToken };
      const answer = await fetch(`${server.url}${path}`, { method: "POST", headers, body: JSON.stringify({ query }) });
      const { data, errors } = (await answer.json()) as { data: Row; errors?: readonly { message: string }[] };
      if (errors !== undefined) throw new Error(errors[0]?.message);
      return data;
    },
    close() {
      people.close();
      for (const { device, network } of all) {
        device.close();
        network.close();
      }
    },
  };
}
