/** Knows the connections and requests in flight, so that the server can stop without cutting anybody off. */

import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Server as SecureServer } from "node:https";
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

type Handler = (req: IncomingMessage, res: ServerResponse) => void;

export interface Traffic {
  /** The handler with book-keeping around it. */
  readonly handle: Handler;
  readonly track: (socket: Socket) => void;
  /** The first server is the one that listens. */
  drain(servers: readonly (Server | SecureServer)[], graceMs: number, farewell?: () => Promise<void>): Promise<void>;
}

/** After the last answer clients get this long to read it before their connection is cut. */
const farewellMs = 250;

export function createTraffic(handler: Handler): Traffic {
  const sockets = new Set<Socket>();
  /**
   * Of each connection that speaks HTTP the last response begun, while it is not complete. A set that every response
   * enters and leaves would leave a chain of outgrown tables, and V8 keeps what they hold until a full collection.
   */
  const latest = new Map<Socket, ServerResponse | undefined>();
  let running = 0;
  let draining = false;
  let onIdle: (() => void) | undefined;

  /** One function for all responses: a closure for each would be made and thrown away with every request. */
  function forget(this: ServerResponse): void {
    running -= 1;
    const { socket } = this.req;
    if (latest.get(socket) === this) latest.set(socket, undefined);
    if (running === 0) onIdle?.();
  }

  function leave(this: Socket): void {
    latest.delete(this);
  }

  function handle(req: IncomingMessage, res: ServerResponse): void {
    const { socket } = req;
    if (!latest.has(socket)) socket.once("close", leave);
    latest.set(socket, res);
    running += 1;
    if (draining) res.shouldKeepAlive = false;
    res.on("close", forget);
    try {
      handler(req, res);
    } catch {
      // Handlers report their own errors; here only the connection is at stake.
      if (res.headersSent) res.destroy();
      else res.writeHead(500, { "content-length": 0 }).end();
    }
  }

  function track(socket: Socket): void {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  }

  async function drain(
    servers: readonly (Server | SecureServer)[],
    graceMs: number,
    farewell?: () => Promise<void>,
  ): Promise<void> {
    draining = true;
    const closed = new Promise<void>((resolve) => {
      servers[0]?.close(() => resolve());
    });
    for (const server of servers) server.closeIdleConnections();
    for (const res of latest.values()) if (res?.headersSent === false) res.shouldKeepAlive = false;
    const idle = new Promise<void>((resolve) => {
      onIdle = resolve;
    });
    if (running > 0) await Promise.race([idle, sleep(graceMs, undefined, { ref: false })]);
    await farewell?.();
    for (const socket of sockets) socket.destroySoon();
    await Promise.race([closed, sleep(farewellMs, undefined, { ref: false })]);
    for (const socket of sockets) socket.destroy();
    await closed;
    // Stops the watch over slow requests of the server that never listened.
    for (const server of servers.slice(1)) server.close();
  }

  return { handle, track, drain };
}
