/** One TCP port that speaks http and https: the first byte of a connection decides. */

import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Server as SecureServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { headerIn } from "#kernel/wire/rawHeaders";
import { createTraffic } from "./traffic.ts";

// An import of node:http reads all it exports, and that loads the whole fetch client: 8 MiB and 30 ms at every start.
const { createServer } = process.getBuiltinModule("node:http");
const { createServer: createSecureServer } = process.getBuiltinModule("node:https");

export interface Certificate {
  /** PEM, the leaf first. */
  readonly cert: string;
  readonly key: string;
}

type Handler = (req: IncomingMessage, res: ServerResponse) => void;

export interface ListenOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  /** Without one the port speaks http only. */
  readonly certificate?: Certificate;
  readonly handle: Handler;
  /** Takes requests whose bodies may be long: it answers `Expect: 100-continue` and watches over time itself. */
  readonly streams?: { accepts(req: IncomingMessage): boolean; readonly handle: Handler };
  /** Gets websocket upgrades; without it they are refused. */
  readonly upgrade?: (req: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Called when no request runs any more, before connections are cut: websockets say goodbye. */
  readonly farewell?: () => Promise<void>;
  /** Told of errors of the listening socket itself, such as a lack of file descriptors. */
  readonly onError?: (error: Error) => void;
  /** Milliseconds; defaults fit a server that faces the open network. */
  readonly timeouts?: Partial<Timeouts>;
}

export interface Timeouts {
  /** From the accepted connection to its first byte. */
  readonly firstByte: number;
  /** For all headers of a request. */
  readonly headers: number;
  /** For a whole request, body included. */
  readonly request: number;
  /** Between two requests on one connection. */
  readonly keepAlive: number;
  readonly handshake: number;
}

export interface Listener {
  readonly port: number;
  /** Connections accepted from now on use this certificate. */
  setCertificate(certificate: Certificate): void;
  /**
   * Stops accepting, lets requests in flight finish, and cuts what is left after `graceMs`.
   * Idle connections are closed at once.
   */
  close(graceMs: number): Promise<void>;
}

const defaultTimeouts: Timeouts = {
  firstByte: 15_000,
  headers: 20_000,
  request: 60_000,
  keepAlive: 65_000,
  handshake: 15_000,
};

const maxHeaderBytes = 32 * 1024;
const tlsHandshakeByte = 0x16;
const tlsSettings = { minVersion: "TLSv1.2", ALPNProtocols: ["http/1.1"] } as const;

/** Listens; resolves when connections are accepted and rejects when the port cannot be had. */
export async function listen(options: ListenOptions): Promise<Listener> {
  const timeouts = { ...defaultTimeouts, ...options.timeouts };
  const traffic = createTraffic(dispatch(options, timeouts.request));
  const settings = {
    maxHeaderSize: maxHeaderBytes,
    headersTimeout: timeouts.headers,
    // Counted by `dispatch`, since uploads have a time of their own.
    requestTimeout: 0,
    keepAliveTimeout: timeouts.keepAlive,
    // How often the two timeouts above are looked at.
    connectionsCheckingInterval: Math.max(100, Math.min(5_000, timeouts.headers / 4)),
  };
  const plain = createServer(settings, traffic.handle);
  const secure =
    options.certificate &&
    createSecureServer(
      { ...settings, ...tlsSettings, ...options.certificate, handshakeTimeout: timeouts.handshake },
      traffic.handle,
    );
  for (const server of secure ? [plain, secure] : [plain]) {
    survive(server, options);
    server.on("checkContinue", traffic.handle);
  }
  secure?.on("tlsClientError", (_error, socket) => socket.destroy());
  sniff(plain, secure, timeouts.firstByte, traffic.track);
  await start(plain, options);
  // The inner server never listens itself; this starts its watch over slow requests.
  secure?.emit("listening");

  return {
    port: (plain.address() as AddressInfo).port,
    setCertificate: (certificate) => secure?.setSecureContext({ ...tlsSettings, ...certificate }),
    close: (graceMs) => traffic.drain(secure ? [plain, secure] : [plain], graceMs, options.farewell),
  };
}

/** Gives a request to its handler; those whose bodies are read whole get `requestMs` to send them. */
function dispatch({ handle, streams }: ListenOptions, requestMs: number): Handler {
  let arrived: IncomingMessage[] = [];
  const hurryAll = (): void => {
    const requests = arrived;
    arrived = [];
    for (const req of requests) hurry(req, requestMs);
  };
  return (req, res) => {
    if (streams?.accepts(req)) {
      streams.handle(req, res);
      return;
    }
    // With a listener of ours Node leaves this to us.
    if (headerIn(req.rawHeaders, "expect") !== undefined && req.httpVersion !== "1.0") res.writeContinue();
    // Most bodies come along with their headers and are there when this turn ends.
    if (arrived.push(req) === 1) setImmediate(hurryAll);
    handle(req, res);
  };
}

/** Ends the connection of a request whose body is not complete in time. */
function hurry(req: IncomingMessage, requestMs: number): void {
  if (req.complete || req.destroyed) return;
  const timer = setTimeout(() => {
    if (!req.complete) refuse(req.socket, "ERR_HTTP_REQUEST_TIMEOUT");
  }, requestMs);
  req.once("close", () => clearTimeout(timer));
}

function start(server: Server, { port, host }: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/**
 * Puts a look at the first byte before the http server's own handling of connections. The bytes go back
 * into the stream, from where both servers read them as if nobody had looked.
 */
function sniff(plain: Server, secure: SecureServer | undefined, firstByteMs: number, track: (socket: Socket) => void) {
  const serveHttp = plain.listeners("connection");
  plain.removeAllListeners("connection");
  plain.on("connection", (socket: Socket) => {
    track(socket);
    // Resets and half-open peers are everyday events; unheard they would end the process.
    socket.on("error", () => socket.destroy());
    const giveUp = () => socket.destroy();
    const timer = setTimeout(giveUp, firstByteMs);
    socket.once("end", giveUp);
    socket.once("close", () => clearTimeout(timer));
    socket.once("data", (chunk: Buffer) => {
      clearTimeout(timer);
      socket.off("end", giveUp);
      socket.pause();
      socket.unshift(chunk);
      if (secure && chunk[0] === tlsHandshakeByte) secure.emit("connection", socket);
      else for (const serve of serveHttp) serve.call(plain, socket);
      process.nextTick(() => socket.resume());
    });
  });
}

/** Answers what is not HTTP, and hears errors that would otherwise end the process. */
function survive(server: Server | SecureServer, { upgrade, onError }: ListenOptions): void {
  server.on("error", (error) => onError?.(error));
  server.on("clientError", (error: Error & { readonly code?: string }, socket) => refuse(socket, error.code ?? ""));
  if (!upgrade) return;
  server.on("upgrade", (req, socket, head) => {
    socket.on("error", () => socket.destroy());
    upgrade(req, socket, head);
  });
}

/** Answers below HTTP and ends the connection. */
function refuse(socket: Duplex, reason: string): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const [status, code] = junkAnswers[reason] ?? ["400 Bad Request", "BadRequestException"];
  const body = JSON.stringify({ __type: code, message: "The request is not valid HTTP, too slow or too long." });
  const head = `content-type: application/json\r\ncontent-length: ${body.length}\r\nx-amzn-ErrorType: ${code}`;
  socket.end(`HTTP/1.1 ${status}\r\n${head}\r\nconnection: close\r\n\r\n${body}`, () => socket.destroy());
}

const junkAnswers: Readonly<Record<string, readonly [string, string]>> = {
  HPE_HEADER_OVERFLOW: ["431 Request Header Fields Too Large", "RequestHeaderFieldsTooLargeException"],
  ERR_HTTP_REQUEST_TIMEOUT: ["408 Request Timeout", "RequestTimeoutException"],
};
