/** A real server on a real port, made of a schema and operations that record what they are given. */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { ServiceSchema } from "#generated/schema";
import { createNodeHandler } from "#kernel/wire/nodeHttp";
import type { RequestContext } from "#kernel/wire/operation";
import { createWireService, type Observation, type OperationTable } from "#kernel/wire/service";
import { createSigV4Verifier } from "#kernel/wire/sigv4";
import type { Caller } from "#ports/caller";
import type { Log } from "#ports/log";

export const credentials = { accessKeyId: "AKIDEXAMPLEKEY000001", secretAccessKey: "test-secret-of-the-kernel" };

const anybody: Caller = { kind: "accessKey", accessKeyId: "anybody", root: false };

/** One call of an operation. */
export interface Call {
  readonly operation: string;
  readonly input: unknown;
  readonly context: RequestContext;
}

export interface LogLine {
  readonly level: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

export interface TestServer {
  readonly endpoint: string;
  readonly port: number;
  readonly calls: Call[];
  readonly lines: LogLine[];
  readonly observations: Observation[];
  /** What operations do; by default they answer with what `answers` holds for them, else an empty structure. */
  behave: (call: Call) => unknown;
  close(): Promise<void>;
}

export interface TestServerOptions {
  /** Lets every request in, signed or not. */
  readonly unsigned?: boolean;
}

export async function startServer(schema: ServiceSchema, options: TestServerOptions = {}): Promise<TestServer> {
  const calls: Call[] = [];
  const lines: LogLine[] = [];
  const observations: Observation[] = [];
  const verify = createSigV4Verifier<Caller>({
    service: schema.signingName,
    region: "us-east-1",
    clock: { now: Date.now },
    lookup: async (accessKeyId) => {
      if (accessKeyId !== credentials.accessKeyId) return undefined;
      return { secret: credentials.secretAccessKey, caller: { kind: "accessKey", accessKeyId, root: true } };
    },
  });
  const operations: OperationTable = Object.fromEntries(
    Object.keys(schema.operations).map((operation) => [
      operation,
      async (input: unknown, context: RequestContext) => {
        const call = { operation, input, context };
        calls.push(call);
        return server.behave(call);
      },
    ]),
  );
  const serve = createWireService({
    schema,
    operations,
    authenticate: async (request) => (options.unsigned ? anybody : (await verify(request)).caller),
    log: recordingLog(lines),
    observe: (observation) => void observations.push(observation),
  });
  const http = createServer(createNodeHandler(serve, { maxBodyBytes: 100_000 }));
  await new Promise<void>((resolve) => {
    http.listen(0, "127.0.0.1", resolve);
  });
  const { port } = http.address() as AddressInfo;
  const server: TestServer = {
    endpoint: `http://127.0.0.1:${port}`,
    port,
    calls,
    lines,
    observations,
    behave: () => ({}),
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
  return server;
}

function recordingLog(lines: LogLine[], base: Readonly<Record<string, unknown>> = {}): Log {
  const write = (level: string) => (fields: Readonly<Record<string, unknown>>, message: string) => {
    lines.push({ level, fields: { ...base, ...fields }, message });
  };
  return {
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    child: (fields) => recordingLog(lines, { ...base, ...fields }),
  };
}
