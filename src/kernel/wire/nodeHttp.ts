/** Carries a wire service over node:http: reads requests whole within a limit, writes responses. */

import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { answerPreflight, corsHeaders } from "./cors.ts";
import { internalFailure, renderPlainFault } from "./errorBody.ts";
import { Fault } from "./fault.ts";
import type { WireRequest, WireResponse } from "./http.ts";

export interface NodeHttpOptions {
  /** Default 1 MiB. */
  readonly maxBodyBytes?: number;
  /** Default: random UUIDs. */
  readonly requestId?: () => string;
  /** Told of errors that are bugs; the caller gets a bland 500. */
  readonly onBug?: (error: unknown, requestId: string) => void;
}

const defaultMaxBodyBytes = 1024 * 1024;
const noBody = new Uint8Array(0);

/** The client went away before its request was complete: nobody is left to answer. */
class ClientGone extends Error {
  constructor() {
    super("The client closed the connection.");
    this.name = "ClientGone";
  }
}

/**
 * A request handler that answers CORS preflights itself and gives everything else to `serve`
 * (a wire service, or a function that chooses one). It never throws and leaves no request unanswered.
 */
export function createNodeHandler(
  serve: (request: WireRequest) => Promise<WireResponse>,
  options: NodeHttpOptions = {},
): (req: IncomingMessage, res: ServerResponse) => void {
  const limit = options.maxBodyBytes ?? defaultMaxBodyBytes;
  const newRequestId = options.requestId ?? randomUUID;

  async function handle(req: IncomingMessage, res: ServerResponse, requestId: string): Promise<void> {
    try {
      const headers = headersOf(req.rawHeaders);
      const body = hasBody(headers) ? await readBody(req, Number(headers["content-length"] ?? 0), limit) : noBody;
      const request = wireRequest(req, headers, body, requestId);
      writeWireResponse(res, answerPreflight(request) ?? (await serve(request)));
    } catch (error) {
      if (error instanceof ClientGone) return;
      if (!(error instanceof Fault)) options.onBug?.(error, requestId);
      const fault = error instanceof Fault ? error : internalFailure(requestId);
      // What is left of the request is not worth reading.
      if (!req.complete) res.shouldKeepAlive = false;
      if (!res.headersSent) writeWireResponse(res, renderPlainFault(fault, requestId));
    }
  }

  return (req, res) => {
    const requestId = newRequestId();
    handle(req, res, requestId).catch((error: unknown) => {
      options.onBug?.(error, requestId);
      res.destroy();
    });
  };
}

/** The request without its body, for handlers that read that themselves. */
export function readWireHead(req: IncomingMessage, requestId: string): WireRequest {
  return wireRequest(req, headersOf(req.rawHeaders), noBody, requestId);
}

function wireRequest(
  req: IncomingMessage,
  headers: WireRequest["headers"],
  body: Uint8Array,
  requestId: string,
): WireRequest {
  return {
    method: req.method ?? "GET",
    rawUrl: req.url ?? "/",
    headers,
    body,
    requestId,
    remoteAddress: req.socket.remoteAddress ?? "",
  };
}

/** Sends the response with its length, and with CORS headers unless it asks for none. */
export function writeWireResponse(res: ServerResponse, response: WireResponse): void {
  const { body } = response;
  const length = typeof body === "string" ? Buffer.byteLength(body) : body.byteLength;
  // A list of names and values is sent as it is; an object would be taken apart and checked for doubles.
  const headers: string[] = [];
  for (const name in response.headers) headers.push(name, response.headers[name] ?? "");
  if (response.cors !== false) headers.push(...corsHeaderList);
  if (response.status !== 204) headers.push("content-length", String(length));
  res.writeHead(response.status, headers);
  // Only plain ASCII is as long in bytes as in characters; such a text need not be encoded.
  if (typeof body === "string") res.end(body, length === body.length ? "latin1" : "utf8");
  else res.end(body);
}

const corsHeaderList: readonly string[] = Object.entries(corsHeaders).flat();

/** Node's own `headers` drop some repetitions; signatures and routing must see them all. */
function headersOf(raw: readonly string[]): WireRequest["headers"] {
  // Written so, the object without a prototype stays one of V8's fast ones.
  const headers = { __proto__: null } as unknown as Record<string, string | string[]>;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = wellKnown((raw[index] ?? "").toLowerCase());
    const value = raw[index + 1] ?? "";
    const known = headers[name];
    if (known === undefined) headers[name] = value;
    else if (typeof known === "string") headers[name] = [known, value];
    else known.push(value);
  }
  return headers;
}

/** By their lengths. */
const namesKnown: string[][] = [];
for (const name of [
  "host",
  "accept",
  "origin",
  "referer",
  "x-api-key",
  "connection",
  "user-agent",
  "x-amz-date",
  "content-type",
  "x-amz-target",
  "authorization",
  "content-length",
  "accept-encoding",
  "accept-language",
  "x-amz-user-agent",
  "x-amz-security-token",
  "x-amz-content-sha256",
]) {
  (namesKnown[name.length] ??= []).push(name);
}

/** The same name as a text V8 knows as a member's name already: every other one it would first look for among all it knows. */
function wellKnown(name: string): string {
  for (const known of namesKnown[name.length] ?? []) if (known === name) return known;
  return name;
}

function hasBody(headers: WireRequest["headers"]): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

function readBody(req: IncomingMessage, announced: number, limit: number): Promise<Uint8Array> {
  if (announced > limit) return Promise.reject(tooLarge(limit));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    req.on("data", (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size <= limit) chunks.push(chunk);
      else {
        req.pause();
        reject(tooLarge(limit));
      }
    });
    req.on("end", () => {
      const [only] = chunks;
      resolve(only && chunks.length === 1 ? only : Buffer.concat(chunks));
    });
    // After a whole body this is only the end of the exchange. Nobody listens for the error that tells the same.
    req.on("close", () => {
      if (!req.complete) reject(new ClientGone());
    });
  });
}

function tooLarge(limit: number): Fault {
  const message = `The request body is larger than ${limit} bytes, the most this server reads.`;
  return new Fault("RequestEntityTooLargeException", message, { status: 413 });
}
