/** One HTTP exchange over node:http, as the S3 handler uses it: bytes in and out with back-pressure, and a decent end. */

import type { IncomingMessage, ServerResponse } from "node:http";
import { once } from "node:events";
import type { BlobBody } from "#ports/blobs";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A text is sent with its length; of an opened body the headers tell the length. Undefined: no body. */
  readonly body: string | BlobBody | undefined;
}

/** A body that is being received. */
export interface Reception {
  /** Settles when all has come. @throws ClientGone, or what the taker threw */
  readonly done: Promise<void>;
  /** No more is wanted. After the end it does nothing. */
  stop(): void;
}

/** The client went away; nobody is left to answer. */
export class ClientGone extends Error {
  constructor() {
    super("The client closed the connection.");
    this.name = "ClientGone";
  }
}

/** How long a connection may stand still while a body is under way. */
const idleMs = 60_000;
/** How much of a body that nobody wants is read all the same, so that the client can read why. */
const politeBytes = 16 * 1024 * 1024;
const politeMs = 5_000;

/** Shorter chunks cost less to collect than to free. */
const leastFreed = 16 * 1024;

export class Connection {
  readonly #req: IncomingMessage;
  readonly #res: ServerResponse;
  /** The client waits for a word before it sends its body. */
  #waiting: boolean;

  constructor(req: IncomingMessage, res: ServerResponse) {
    this.#req = req;
    this.#res = res;
    this.#waiting = req.httpVersion !== "1.0" && /\b100-continue\b/i.test(req.headers.expect ?? "");
    // Unheard, the error of an aborted request would end the process.
    req.on("error", () => {});
  }

  /**
   * Gives the bytes of the request's body to `take` as they come; asks a waiting client for them first. Their memory is
   * free once `take` has returned or the promise it answered has settled; until then no more come.
   */
  receive(take: (bytes: Uint8Array) => Promise<void> | undefined): Reception {
    const req = this.#req;
    if (this.#waiting) this.#res.writeContinue();
    this.#waiting = false;
    const { promise: done, resolve, reject } = Promise.withResolvers<void>();
    const stop = (): void => {
      req.off("data", onData).off("end", onEnd).off("close", onClose);
      if (!req.readableEnded) req.pause();
      // What is done with the body may take as long as it takes.
      req.setTimeout(0);
    };
    const fail = (error: unknown): void => {
      stop();
      reject(error);
    };
    const onEnd = (): void => {
      stop();
      resolve();
    };
    const onClose = (): void => fail(new ClientGone());
    const onData = (chunk: Buffer): void => {
      try {
        const waiting = take(chunk);
        if (waiting) this.#holdUp(chunk, waiting).catch(fail);
        else freeMemory(chunk);
      } catch (error) {
        fail(error);
      }
    };
    if (req.destroyed && !req.complete) fail(new ClientGone());
    else {
      req.setTimeout(idleMs);
      req.on("data", onData).on("end", onEnd).on("close", onClose);
    }
    return { done, stop };
  }

  /** The client has to wait. */
  async #holdUp(chunk: Buffer, waiting: Promise<void>): Promise<void> {
    this.#req.pause();
    await waiting;
    freeMemory(chunk);
    // One who has stopped listening meanwhile wants no more.
    if (this.#req.listenerCount("data") > 0) this.#req.resume();
  }

  /** Sends an answer to its end. */
  async send({ status, headers, body }: Answer): Promise<void> {
    const res = this.#res;
    this.#req.setTimeout(idleMs);
    const leftOver = !this.#req.complete && hasBody(this.#req);
    if (leftOver) res.shouldKeepAlive = false;
    if (typeof body !== "string" && body !== undefined) {
      await this.#pour(status, headers, body);
      return;
    }
    res.writeHead(status, { ...lengthOf(status, headers, body), ...headers });
    if (leftOver && !this.#waiting) {
      // With the headers out the client can read the answer while the rest of its body is read away.
      res.write(body ?? "");
      res.flushHeaders();
      await this.#readAway();
      res.end();
    } else res.end(body);
  }

  /** Each chunk is given to the network before the next one is read into its memory. */
  async #pour(status: number, headers: Answer["headers"], body: BlobBody): Promise<void> {
    const res = this.#res;
    if (body.whole) {
      res.writeHead(status, headers);
      res.end(body.whole);
      return;
    }
    const gone = Promise.withResolvers<never>();
    gone.promise.catch(() => undefined);
    const onClose = (): void => gone.reject(new ClientGone());
    if (res.destroyed) onClose();
    res.once("close", onClose);
    try {
      res.writeHead(status, headers);
      await body.pour((chunk) => Promise.race([written(res, chunk), gone.promise]));
      res.end();
      await Promise.race([finished(res), gone.promise]);
    } finally {
      res.off("close", onClose);
      body.close();
    }
  }

  /** After an answer has begun and cannot be finished: the client must see that it is cut off. */
  destroy(): void {
    this.#res.destroy();
  }

  /** Scheme, host and port as the client names them. */
  get origin(): string {
    const secure = "encrypted" in this.#req.socket;
    return `${secure ? "https" : "http"}://${this.#req.headers.host ?? ""}`;
  }

  get answered(): boolean {
    return this.#res.headersSent;
  }

  /** A client that still sends would lose the answer when the connection is reset under it. */
  async #readAway(): Promise<void> {
    const until = performance.now() + politeMs;
    let bytes = 0;
    this.#req.setTimeout(politeMs);
    try {
      for await (const chunk of this.#req.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
        bytes += chunk.length;
        if (bytes > politeBytes || performance.now() > until) return;
      }
    } catch {
      // It went away: then it does not read, either.
    }
  }
}

/**
 * Gives the memory of a received chunk back at once. Left to the collector, which sees small objects and much memory in use, it
 * would pile up, and each chunk would lie in memory that no cache knows.
 */
function freeMemory({ buffer, length }: Buffer): void {
  // Short ones may lie in memory that others use, too.
  if (length >= leastFreed && buffer.byteLength === length && buffer instanceof ArrayBuffer) buffer.transfer(0);
}

function written(res: ServerResponse, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    res.write(chunk, (error) => (error ? reject(error) : resolve()));
  });
}

async function finished(res: ServerResponse): Promise<void> {
  if (!res.writableFinished) await once(res, "finish");
}

/** Heads tell the length of what they leave out; some statuses have no body whose length there was. */
function lengthOf(status: number, headers: Answer["headers"], body: string | undefined): Record<string, string> {
  if (status === 204 || status === 304 || headers["Content-Length"] !== undefined) return {};
  return { "Content-Length": String(Buffer.byteLength(body ?? "")) };
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}
