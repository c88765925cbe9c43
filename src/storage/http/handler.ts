/** Serves S3 over node:http: each request runs through the steps below, its body streams. */

import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { s3 } from "#generated/wire/s3";
import { createHashThreads } from "#kernel/checksum/hashThreads";
import { Fault } from "#kernel/wire/fault";
import type { WireRequest } from "#kernel/wire/http";
import { MalformedInput } from "#kernel/wire/malformed";
import { readWireHead } from "#kernel/wire/nodeHttp";
import type { Members } from "#kernel/wire/protocol";
import { parseQuery, splitTarget } from "#kernel/wire/query";
import { createRestXml, type RestXmlCodec } from "#kernel/wire/restXml";
import { createRestXmlRouter } from "#kernel/wire/restXmlRoute";
import type { Observation } from "#kernel/wire/service";
import type { BlobBody } from "#ports/blobs";
import type { Clock } from "#ports/clock";
import type { Log } from "#ports/log";
import {
  badInput,
  internalError,
  malformedXml,
  methodNotAllowed,
  noRoom,
  notImplemented,
  unavailable,
} from "#storage/faults";
import type { S3Context, S3Parts } from "#storage/operation";
import { checkBucketName, checkKey } from "#storage/names";
import { createS3Operations } from "#storage/service";
import { type Address, readAddress } from "./address.ts";
import { type Authenticated, createAuthenticate } from "./authenticate.ts";
import type { KeyLookup } from "./keyLookup.ts";
import { openBody, readDocument } from "./body.ts";
import { type Answer, ClientGone, Connection } from "./connection.ts";
import { corsHeaders, preflightHeaders } from "./cors.ts";
import { errorDocument } from "./errorAnswer.ts";
import { withHoisted, withoutAccident } from "./hoisted.ts";
import { safetyHeaders } from "./safety.ts";
import { refuseUnsupported } from "./unsupported.ts";

export interface S3HandlerOptions {
  readonly parts: S3Parts;
  readonly lookup: KeyLookup;
  /** Host names this server is reached by; what stands before one of them is a bucket. */
  readonly hosts: readonly string[];
  readonly clock: Clock;
  readonly log: Log;
  /** Called after each request; must not throw. */
  readonly observe?: (observation: Observation) => void;
}

/** Answers a request. A client that waits for 100 before it sends its body hears it when the body is wanted. Never throws. */
export type S3Handler = (req: IncomingMessage, res: ServerResponse) => void;

/** One request on its way; what a step reads, an earlier one has written. */
interface Exchange {
  readonly request: WireRequest;
  readonly connection: Connection;
  readonly path: string;
  readonly query: ReadonlyMap<string, readonly string[]>;
  readonly address: Address;
}

export function createS3Handler(options: S3HandlerOptions): S3Handler {
  // Compiled when the first request comes: many servers start and never see one.
  let service: S3Service | undefined;
  return (req, res) => {
    service ??= new S3Service(options);
    const connection = new Connection(req, res);
    service.serve(readWireHead(req, randomUUID()), connection).catch((error: unknown) => {
      options.log.error({ error }, "An S3 request could not be answered");
      connection.destroy();
    });
  };
}

class S3Service {
  readonly #options: S3HandlerOptions;
  readonly #codecs = createRestXml(s3);
  readonly #findOperation = createRestXmlRouter(s3, new Set(["ListBuckets", "ListDirectoryBuckets"]));
  readonly #operations: ReadonlyMap<string, Run>;
  readonly #threads = createHashThreads();
  readonly #authenticate: ReturnType<typeof createAuthenticate>;

  constructor(options: S3HandlerOptions) {
    this.#options = options;
    // The codec of each operation vouches for the type of its input.
    this.#operations = new Map(
      Object.entries(createS3Operations(options.parts)) as [string, unknown][] as [string, Run][],
    );
    this.#authenticate = createAuthenticate(options.lookup, options.clock);
  }

  async serve(request: WireRequest, connection: Connection): Promise<void> {
    const started = performance.now();
    const seen = { operation: "unknown" };
    let status: number;
    let fault: Fault | undefined;
    try {
      const answer = await this.#answer(request, connection, seen);
      status = answer.status;
      await connection.send(withCommon(answer, request));
    } catch (error) {
      if (connection.answered || error instanceof ClientGone) {
        connection.destroy();
        this.#noteCut(error, request, seen.operation);
        status = 499;
      } else {
        fault = this.#faultOf(error, request, seen.operation);
        status = fault.status;
        await connection.send(withCommon(faultAnswer(fault, request), request));
      }
    }
    this.#options.observe?.({
      service: "S3",
      operation: seen.operation,
      status,
      fault: fault?.code,
      requestId: request.requestId,
      milliseconds: performance.now() - started,
    });
  }

  async #answer(request: WireRequest, connection: Connection, seen: { operation: string }): Promise<Answer> {
    const preflight = preflightHeaders(request);
    if (preflight) return { status: 200, headers: preflight, body: undefined };
    const exchange = this.#read(request, connection);
    const operation = this.#find(exchange);
    if (operation) seen.operation = operation;
    const who = await this.#authenticate(request, exchange.address);
    const { bucket, key } = exchange.address;
    if (bucket !== undefined) checkBucketName(bucket);
    if (key !== undefined) checkKey(key);
    const codec = this.#codecs.get(operation ?? "");
    const run = this.#operations.get(operation ?? "");
    if (!operation || !codec || !run) throw refusalOf(operation, exchange);
    return this.#run(exchange, who, operation, codec, run);
  }

  #read(request: WireRequest, connection: Connection): Exchange {
    const { path, query } = splitTarget(request.rawUrl);
    const host = request.headers["host"];
    const address = readAddress(typeof host === "string" ? host : "", path, this.#options.hosts);
    return { request, connection, path, query: query === undefined ? noQuery : parseQuery(query), address };
  }

  #find({ request, address, query }: Exchange): string | undefined {
    const level = address.key !== undefined ? "object" : address.bucket !== undefined ? "bucket" : "service";
    return this.#findOperation({ method: request.method, level, query, headers: request.headers });
  }

  async #run(
    exchange: Exchange,
    who: Authenticated,
    operation: string,
    codec: RestXmlCodec,
    run: Run,
  ): Promise<Answer> {
    const { request, connection, address, query } = exchange;
    const headers = who.presigned
      ? withHoisted(request.headers, query)
      : withoutAccident(request.headers, who.verified);
    const body = openBody(request.headers, who, connection, codec.body, operation, this.#threads);
    const document = codec.body === "document" ? await readDocument(body) : noBytes;
    const labels = { Bucket: address.bucket ?? "", Key: address.key ?? "" };
    const input = decode(codec, { labels, query, headers, document });
    refuseUnsupported(input, this.#options.parts.accountId);
    const url = connection.origin + exchange.path;
    const output = await run(input, { requestId: request.requestId, caller: who.caller, url, body });
    const encoded = codec.encode(output);
    const stream = output["Body"] as BlobBody | undefined;
    const safety = request.method === "GET" && address.key !== undefined ? safetyHeaders(address, encoded.headers) : {};
    return {
      status: output["ContentRange"] === undefined ? encoded.status : 206,
      headers: { ...encoded.headers, ...safety },
      body: stream ?? encoded.body,
    };
  }

  #faultOf(error: unknown, { requestId }: WireRequest, operation: string): Fault {
    const { log } = this.#options;
    if (error instanceof Fault) {
      log.debug({ requestId, operation, code: error.code, detail: error.detail }, error.message);
      return error;
    }
    if (error instanceof MalformedInput) return badInput(error.describe());
    if (error instanceof Error && (error.name === "BlobsUnavailable" || error.name === "DatabaseUnavailable")) {
      log.warn({ requestId, operation, error }, "The place of the data cannot serve");
      return "reason" in error && error.reason === "full" ? noRoom() : unavailable();
    }
    log.error({ requestId, operation, error }, "An S3 operation failed because of a bug");
    return internalError(requestId);
  }

  #noteCut(error: unknown, { requestId }: WireRequest, operation: string): void {
    this.#options.log.debug({ requestId, operation, error }, "A connection ended before its exchange did");
  }
}

type Run = (input: Members, context: S3Context) => Promise<Members>;

const noQuery: ReadonlyMap<string, readonly string[]> = new Map();
const noBytes = new Uint8Array(0);

function decode(codec: RestXmlCodec, request: Parameters<RestXmlCodec["decode"]>[0]): Members {
  try {
    return codec.decode(request);
  } catch (error) {
    if (error instanceof MalformedInput && codec.body === "document") throw malformedXml(error.describe());
    throw error;
  }
}

function refusalOf(operation: string | undefined, { request, address }: Exchange): Fault {
  if (operation !== undefined) return notImplemented(`The operation ${operation} is not implemented.`);
  if (request.method === "POST" && address.key === undefined) {
    return notImplemented("Uploads by POST forms are not implemented; use a presigned PUT.");
  }
  return methodNotAllowed(request.method);
}

function faultAnswer(fault: Fault, { method, rawUrl, requestId }: WireRequest): Answer {
  // What it would have told of the object stands in its headers.
  if (fault.status === 304) return { status: 304, headers: fault.members, body: undefined };
  if (method === "HEAD") return { status: fault.status, headers: {}, body: undefined };
  const body = errorDocument(fault, splitTarget(rawUrl).path, requestId);
  return { status: fault.status, headers: { "content-type": "application/xml" }, body };
}

function withCommon(answer: Answer, { requestId }: WireRequest): Answer {
  const common = { "x-amz-request-id": requestId, "x-amz-id-2": requestId };
  return { ...answer, headers: { ...common, ...corsHeaders, ...answer.headers } };
}
