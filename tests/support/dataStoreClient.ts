/** Devices with unmodified DataStore, each a process of its own, as a test moves them. */

import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Note } from "./versionedNotes.ts";
import type { SchemaObject } from "./schemaJs.ts";

const program = join(import.meta.dirname, "/dataStoreDevice.ts");

/** What the device tells unasked: a Hub event, an error handled, a record observed, a snapshot of observeQuery. */
export interface Told {
  readonly hub?: string;
  readonly data?: unknown;
  readonly error?: string;
  readonly operation?: string;
  readonly localModel?: Note | null;
  readonly observed?: string;
  readonly element?: Note;
  readonly snapshot?: number;
  readonly isSynced?: boolean;
}

export interface DeviceSettings {
  /** https address of the API. */
  readonly endpoint: string;
  readonly apiKey: string;
  /** `Auth.Cognito`: who signs in sends tokens of this pool. */
  readonly auth?: Readonly<Record<string, unknown>>;
  /** Each model is asked for by the modes its rules name, rather than by the default one. */
  readonly multiAuth?: boolean;
  /** PEM file of the authority that signed the server's certificate. */
  readonly caFile: string;
  readonly schema: SchemaObject;
  /** DataStore.configure. */
  readonly dataStore?: Readonly<Record<string, unknown>>;
  /** Its conflict handler gives its own change up; the library's own writes it again over the newest version. */
  readonly discards?: boolean;
  /** Selective sync of a model: `{ model: "Note", field: "count", operator: "gt", value: 3 }`. */
  readonly expression?: Readonly<Record<string, unknown>>;
}

type Fields = Readonly<Record<string, unknown>>;

export class DataStoreDevice {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #calls = new Map<number, (line: { answer?: unknown; failed?: string }) => void>();
  readonly told: Told[] = [];
  /** What it wrote to stderr. */
  output = "";
  #count = 0;
  #isClosed = false;
  #heard: (() => void)[] = [];

  private constructor(caFile: string) {
    const env = { PATH: process.env["PATH"] ?? "", NODE_EXTRA_CA_CERTS: caFile };
    this.#child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", program], { env });
    this.#child.setMaxListeners(0);
    this.#child.stderr.on("data", (chunk: Buffer) => {
      this.output += chunk.toString("utf8");
    });
    createInterface({ input: this.#child.stdout }).on("line", (text) => this.#hear(text));
  }

  /** A device that knows the schema and has not started. */
  static async open({ endpoint, apiKey, caFile, ...rest }: DeviceSettings): Promise<DataStoreDevice> {
    const device = new DataStoreDevice(caFile);
    const defaultAuthMode = rest.auth === undefined ? "apiKey" : "userPool";
    const graphql = { endpoint, region: "us-east-1", defaultAuthMode, apiKey };
    await device.ask("configure", { graphql, dataStore: {}, ...rest });
    return device;
  }

  /** Starts and waits for the first sync to end and the outbox to be empty. */
  async start(): Promise<void> {
    const from = this.told.length;
    await this.ask("start");
    await this.until("ready", from);
  }

  stop(): Promise<unknown> {
    return this.ask("stop");
  }

  save(fields: Fields): Promise<Note> {
    return this.ask("save", { model: "Note", fields }) as Promise<Note>;
  }

  update(id: string, fields: Fields): Promise<Note> {
    return this.ask("update", { model: "Note", id, fields }) as Promise<Note>;
  }

  delete(id: string): Promise<unknown> {
    return this.ask("delete", { model: "Note", id });
  }

  async notes(): Promise<readonly Note[]> {
    return (await this.ask("query", { model: "Note" })) as readonly Note[];
  }

  observe(): Promise<unknown> {
    return this.ask("observe", { model: "Note" });
  }

  observeQuery(): Promise<unknown> {
    return this.ask("observeQuery", { model: "Note" });
  }

  /** Tells the library what a browser would of its network. */
  network(online: boolean): Promise<unknown> {
    return this.ask("network", { online });
  }

  /** Waits for a Hub event among what was told from this place on. */
  until(hub: string, from: number): Promise<Told> {
    return this.untilTold((told) => told.hub === hub, from, hub);
  }

  async untilTold(is: (told: Told) => boolean, from: number, what: string, ms = 20_000): Promise<Told> {
    const end = Date.now() + ms;
    for (;;) {
      const found = this.told.slice(from).find(is);
      if (found !== undefined) return found;
      if (Date.now() > end)
        throw new Error(`Waited for ${what} in vain: ${JSON.stringify(this.told.slice(-20))}\n${this.output}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 200);
        this.#heard.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#child.kill("SIGKILL");
  }

  /** Calls one of the device's calls (dataStoreDevice.ts). */
  ask(call: string, given: object = {}): Promise<unknown> {
    const n = (this.#count += 1);
    return new Promise((resolve, reject) => {
      this.#calls.set(n, ({ answer, failed }) => (failed === undefined ? resolve(answer) : reject(new Error(failed))));
      this.#child.once("exit", (code) => {
        if (!this.#isClosed) reject(new Error(`The device ended with ${code}:\n${this.output}`));
      });
      this.#child.stdin.write(`${JSON.stringify({ n, call, with: given })}\n`);
    });
  }

  #hear(text: string): void {
    if (!text.startsWith("{")) {
      this.output += `${text}\n`;
      return;
    }
    const line = JSON.parse(text) as Told & { n?: number; answer?: unknown; failed?: string };
    if (line.n === undefined) this.told.push(line);
    else this.#calls.get(line.n)?.(line);
    const heard = this.#heard;
    this.#heard = [];
    for (const wake of heard) wake();
  }
}
