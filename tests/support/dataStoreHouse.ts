/** An API of versioned notes with DataStore devices around it, each behind a network of its own. */

import { join } from "node:path";
import { GenerateBackendAPIModelsCommand, GetBackendAPIModelsCommand } from "@aws-sdk/client-amplifybackend";
import { type Backends, dev } from "./backends.ts";
import { Cuttable } from "./cuttable.ts";
import { DataStoreDevice, type DeviceSettings } from "./dataStoreClient.ts";
import { readSchemaJs } from "./schemaJs.ts";
import type { RunningServer } from "./server.ts";
import { allNotes, askNotes, makeNotes, type Note, type NotesApi, type Strategy } from "./versionedNotes.ts";

export interface Placed {
  readonly device: DataStoreDevice;
  readonly network: Cuttable;
  /** As a browser sees it: told first, then every connection is gone. */
  offline(): Promise<void>;
  online(): Promise<void>;
}

type Settings = Pick<DeviceSettings, "apiKey" | "caFile" | "schema">;

export class DataStoreHouse {
  readonly #settings: Settings;
  readonly #placed: Placed[] = [];
  readonly api: NotesApi;
  server: RunningServer;

  private constructor(server: RunningServer, api: NotesApi, settings: Settings) {
    this.server = server;
    this.api = api;
    this.#settings = settings;
  }

  static async open(
    server: RunningServer,
    backends: Backends,
    appId: string,
    strategy: Strategy,
  ): Promise<DataStoreHouse> {
    const api = await makeNotes(backends, appId, strategy);
    const resource = { ...dev(appId), ResourceName: "notes" };
    const failure = await backends.ended(await backends.client.send(new GenerateBackendAPIModelsCommand(resource)));
    if (failure !== "") throw new Error(failure);
    const { Models } = await backends.client.send(new GetBackendAPIModelsCommand(resource));
    const caFile = join(server.data, "tls/ca.pem");
    return new DataStoreHouse(server, api, { apiKey: api.key, caFile, schema: readSchemaJs(Models ?? "") });
  }

  /** A device that has not started. */
  async device(options: Pick<DeviceSettings, "dataStore" | "expression" | "discards"> = {}): Promise<Placed> {
    const network = await Cuttable.open(Number(new URL(this.server.url).port));
    const endpoint = `https://localhost:${network.port}/graphql/${this.api.apiId}`;
    const device = await DataStoreDevice.open({ endpoint, ...this.#settings, ...options });
    const placed = place(device, network);
    this.#placed.push(placed);
    return placed;
  }

  /** So many devices that have synced. */
  async started(count: number, options: Pick<DeviceSettings, "discards"> = {}): Promise<readonly Placed[]> {
    const placed = await Promise.all(Array.from({ length: count }, () => this.device(options)));
    await Promise.all(placed.map(({ device }) => device.start()));
    return placed;
  }

  /** Moves all networks to the server that runs now. */
  moveTo(server: RunningServer): void {
    this.server = server;
    for (const { network } of this.#placed) network.target = Number(new URL(server.url).port);
  }

  /** What the server shows, deleted records left out. */
  async shown(): Promise<readonly Note[]> {
    return [...(await allNotes(this.server.url, this.api)).values()].filter((note) => note._deleted !== true);
  }

  /**
   * Waits until all these devices show what the server shows; answers it. Throws the first difference.
   * @param leftOut ids of records that are not looked at
   */
  async converged(
    devices: readonly Placed[],
    ms = 15_000,
    leftOut: ReadonlySet<string> = new Set(),
  ): Promise<readonly Note[]> {
    const end = Date.now() + ms;
    for (;;) {
      const server = await this.shown();
      const differences = await Promise.all(
        devices.map(async ({ device }) => difference(await device.notes(), server, leftOut)),
      );
      const index = differences.findIndex((each) => each !== undefined);
      if (index < 0) return server;
      if (Date.now() > end) {
        const told = JSON.stringify(devices[index]?.device.told.slice(-30));
        throw new Error(`device ${index}: ${differences[index]}\n${told}\n${devices[index]?.device.output}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Writes records beside all devices. */
  async seed(count: number): Promise<void> {
    for (let from = 0; from < count; from += 100) {
      const fields = Array.from({ length: Math.min(100, count - from) }, (_, n) => {
        const at = from + n;
        return `n${at}: createNote(input: { id: "seed-${at}", title: "seed ${at}", count: ${at % 10} }) { id }`;
      });
      const { errors } = await askNotes(this.server.url, this.api, `mutation { ${fields.join(" ")} }`);
      if (errors !== undefined) throw new Error(errors[0]?.message);
    }
  }

  close(): void {
    for (const { device, network } of this.#placed) {
      device.close();
      network.close();
    }
  }
}

export function place(device: DataStoreDevice, network: Cuttable): Placed {
  return {
    device,
    network,
    async offline() {
      await device.network(false);
      network.cut();
    },
    async online() {
      network.mend();
      const from = device.told.length;
      await device.network(true);
      await device.until("syncQueriesReady", from);
    },
  };
}

function difference(shown: readonly Note[], server: readonly Note[], leftOut: ReadonlySet<string>): string | undefined {
  const text = ({ id, title, body, count, tags, _version }: Note): string =>
    JSON.stringify([id, title, body, count, tags, _version]);
  const here = new Map(shown.map((note) => [note.id, text(note)]));
  const there = new Map(server.map((note) => [note.id, text(note)]));
  const ids = [...new Set([...here.keys(), ...there.keys()])].filter((each) => !leftOut.has(each));
  const id = ids.find((each) => here.get(each) !== there.get(each));
  return id === undefined ? undefined : `the server has ${there.get(id)}, here is ${here.get(id)}`;
}
