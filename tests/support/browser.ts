/** A headless Chromium, driven by its DevTools protocol: pages, calls into them, and what they fetched over which certificate. */

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { WebSocket } from "ws";

const programs = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The browser's program, or a reason why there is none. */
export function findBrowser(): { readonly program: string } | { readonly missing: string } {
  for (const program of programs) {
    try {
      execFileSync(program, ["--version"], { stdio: "ignore" });
      return { program };
    } catch {
      // The next name.
    }
  }
  return { missing: `none of ${programs.join(", ")} is installed on this machine` };
}

/** A fetched address: the names its certificate is for, and who vouches for it. */
export interface Fetched {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly names: readonly string[];
  readonly issuer: string;
}

export interface Page {
  /** Calls an async function that the page keeps in its global object, with values that fit in JSON. */
  call(name: string, ...values: readonly unknown[]): Promise<unknown>;
  /** Bytes a second that it sends at most. */
  slowUploads(bytesPerSecond: number): Promise<void>;
  fetched(): readonly Fetched[];
}

export interface Browser {
  open(url: string): Promise<Page>;
  close(): Promise<void>;
}

/** @param certificate PEM: the one leaf that is taken although no authority of the browser's vouches for it */
export async function openBrowser(program: string, certificate: string): Promise<Browser> {
  const folder = mkdtempSync(join(tmpdir(), "ohmstead-browser-"));
  const child = spawn(
    program,
    [
      "--headless=new",
      // Tests in containers run as root, which the sandbox refuses.
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--no-first-run",
      "--disable-background-networking",
      "--remote-debugging-port=0",
      `--user-data-dir=${folder}`,
      `--ignore-certificate-errors-spki-list=${keyHash(certificate)}`,
      "about:blank",
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const tools = await DevTools.connect(await addressOf(child));
  return {
    open: (url) => openPage(tools, url),
    async close() {
      tools.close();
      child.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

function keyHash(certificate: string): string {
  const key = new X509Certificate(certificate).publicKey.export({ type: "spki", format: "der" });
  return createHash("sha256").update(key).digest("base64");
}

async function addressOf({ stderr }: ChildProcess): Promise<string> {
  if (!stderr) throw new Error("the browser has no standard error");
  const lines: string[] = [];
  for await (const line of createInterface({ input: stderr })) {
    const [, address] = /^DevTools listening on (ws:\S+)/.exec(line) ?? [];
    if (address) {
      // What it says later is of no interest, and must not fill the pipe.
      stderr.resume();
      return address;
    }
    lines.push(line);
  }
  throw new Error(`the browser ended before it was ready:\n${lines.join("\n")}`);
}

type Values = Readonly<Record<string, unknown>>;

interface Message {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: Values;
  readonly result?: Values;
  readonly error?: { readonly message: string };
}

class DevTools {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, PromiseWithResolvers<Values>>();
  readonly #listeners: ((message: Message) => void)[] = [];
  #next = 1;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data: Buffer) => this.#hear(JSON.parse(data.toString()) as Message));
    socket.on("close", () => {
      for (const { reject } of this.#waiting.values()) reject(new Error("the browser is gone"));
    });
  }

  static async connect(address: string): Promise<DevTools> {
    const socket = new WebSocket(address, { maxPayload: 64 * 1024 * 1024 });
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    return new DevTools(socket);
  }

  send(method: string, params: Values, sessionId?: string): Promise<Values> {
    const id = this.#next;
    this.#next += 1;
    const answer = Promise.withResolvers<Values>();
    this.#waiting.set(id, answer);
    this.#socket.send(JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) }));
    return answer.promise;
  }

  listen(listener: (message: Message) => void): void {
    this.#listeners.push(listener);
  }

  close(): void {
    this.#socket.close();
  }

  #hear(message: Message): void {
    for (const listener of this.#listeners) listener(message);
    const waiting = message.id === undefined ? undefined : this.#waiting.get(message.id);
    if (!waiting || message.id === undefined) return;
    this.#waiting.delete(message.id);
    if (message.error) waiting.reject(new Error(message.error.message));
    else waiting.resolve(message.result ?? {});
  }
}

/** Opens a page and waits until it is loaded, its modules included. */
async function openPage(tools: DevTools, url: string): Promise<Page> {
  const { targetId } = await tools.send("Target.createTarget", { url: "about:blank" });
  const attached = await tools.send("Target.attachToTarget", { targetId, flatten: true });
  const session = String(attached["sessionId"]);
  const send = (method: string, params: Values = {}): Promise<Values> => tools.send(method, params, session);
  const loaded = Promise.withResolvers<void>();
  const noted = new Requests();
  tools.listen(({ method, params = {}, sessionId }) => {
    if (sessionId !== session) return;
    if (method === "Page.loadEventFired") loaded.resolve();
    else if (method?.startsWith("Network.")) noted.hear(method, params);
  });
  for (const domain of ["Page", "Network", "Runtime"]) await send(`${domain}.enable`);
  await send("Page.navigate", { url });
  await loaded.promise;
  return {
    async call(name, ...values) {
      const expression = `${name}(...${JSON.stringify(values)})`;
      const { result, exceptionDetails } = await send("Runtime.evaluate", {
        expression,
        awaitPromise: true,
        returnByValue: true,
      });
      if (exceptionDetails) throw new Error(`${name} failed in the page: ${JSON.stringify(exceptionDetails)}`);
      return (result as Values)["value"];
    },
    async slowUploads(uploadThroughput) {
      const others = { offline: false, latency: 0, downloadThroughput: -1 };
      await send("Network.emulateNetworkConditions", { ...others, uploadThroughput });
    },
    fetched: () => noted.list,
  };
}

/** Requests of a page with the certificates of their answers. */
class Requests {
  readonly list: Fetched[] = [];
  readonly #methods = new Map<string, string>();

  hear(event: string, params: Values): void {
    const id = String(params["requestId"]);
    if (event === "Network.requestWillBeSent") {
      this.#methods.set(id, (params["request"] as { readonly method: string }).method);
    } else if (event === "Network.responseReceived") {
      const { url, securityDetails } = params["response"] as {
        readonly url: string;
        readonly securityDetails?: { readonly sanList: readonly string[]; readonly issuer: string };
      };
      const { host, pathname: path } = new URL(url);
      const { sanList: names = [], issuer = "" } = securityDetails ?? {};
      this.list.push({ method: this.#methods.get(id) ?? "", host, path, names, issuer });
    }
  }
}
