/** Takes websocket upgrades of all APIs, and looks after their connections until the server stops. */

import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { randomText } from "#kernel/id";
import { readWireHead } from "#kernel/wire/nodeHttp";
import type { Runtimes } from "#graphql/serve/runtime";
import type { Clock } from "#ports/clock";
import type { Fanout, StopListening } from "#ports/fanout";
import type { Log } from "#ports/log";
import type { Random } from "#ports/random";
import type { Standing, StandingChange } from "#ports/standing";
import { Connection, type Happening } from "./connection.ts";
import { apiOfUpgrade, offered, subprotocol } from "./handshake.ts";
import { Hub } from "./hub.ts";
import { type RealtimeLimits, standardLimits } from "./limits.ts";

export interface RealtimeParts {
  readonly runtimes: Runtimes;
  readonly fanout: Fanout;
  readonly standing: Standing;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly count?: (what: Happening, times: number) => void;
  readonly limits?: Partial<RealtimeLimits>;
}

/** After the goodbye, clients get this long to answer it. Milliseconds. */
const farewellMs = 500;

export class Realtime {
  readonly #parts: RealtimeParts;
  readonly #limits: RealtimeLimits;
  readonly #server: WebSocketServer;
  readonly #connections = new Set<Connection>();
  readonly #hubs = new Map<string, Hub>();
  readonly #happened = new Map<Happening, number>();
  readonly #timers: readonly NodeJS.Timeout[];
  readonly #stopListening: StopListening;
  #isStopping = false;

  constructor(parts: RealtimeParts) {
    this.#parts = parts;
    this.#limits = { ...standardLimits, ...parts.limits };
    this.#server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: this.#limits.frame,
      handleProtocols: () => subprotocol,
    });
    this.#stopListening = parts.standing.listen((change) => this.#doubt(change));
    this.#timers = [
      setInterval(() => this.#tick(), this.#limits.tick).unref(),
      setInterval(() => void this.sweep().catch(this.#onBug), this.#limits.sweep).unref(),
    ];
  }

  /** People may have lost a sign-in or a group. */
  #doubt(change: StandingChange): void {
    for (const hub of this.#hubs.values()) void hub.doubt(change).catch(this.#onBug);
  }

  /** Sockets open now, and subscriptions living on them. */
  counts(): { readonly connections: number; readonly subscriptions: number } {
    let subscriptions = 0;
    for (const connection of this.#connections) subscriptions += connection.subscriptions;
    return { connections: this.#connections.size, subscriptions };
  }

  /** Answers an upgrade request: takes the connection over, or refuses it as HTTP does. */
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    const request = readWireHead(req, randomText(this.#parts.random, 26));
    const apiId = apiOfUpgrade(request.rawUrl);
    if (this.#isStopping) refuse(socket, "503 Service Unavailable", "The server is stopping.");
    else if (apiId === undefined) refuse(socket, "404 Not Found", "No realtime endpoint is here.");
    else if (!offered(request.headers).includes(subprotocol))
      refuse(socket, "400 Bad Request", `Sec-WebSocket-Protocol must offer ${subprotocol}.`);
    else
      this.#server.handleUpgrade(req, socket, head, (websocket) => {
        const connection: Connection = new Connection(websocket, {
          apiId,
          upgrade: request,
          hub: this.#hub(apiId),
          limits: this.#limits,
          current: () => this.#parts.runtimes.get(apiId),
          count: (what) => this.#count(what),
          onBug: this.#onBug,
          onClose: () => void this.#connections.delete(connection),
        });
        this.#connections.add(connection);
      });
  }

  /** Looks at the right of every subscription, and ends those that lost it. */
  async sweep(): Promise<void> {
    for (const hub of this.#hubs.values()) await hub.sweep();
  }

  /** Delivers what was published, says goodbye and takes no new connections. Call it when no mutation runs any more. */
  async drain(): Promise<void> {
    this.#isStopping = true;
    for (const timer of this.#timers) clearInterval(timer);
    this.#stopListening();
    await this.#parts.fanout.settled();
    await Promise.all([...this.#hubs.values()].map((hub) => hub.settled()));
    for (const connection of this.#connections) connection.close();
    const latest = performance.now() + farewellMs;
    while (this.#connections.size > 0 && performance.now() < latest) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    for (const connection of this.#connections) connection.terminate();
  }

  #hub(apiId: string): Hub {
    const { runtimes, fanout, clock } = this.#parts;
    const current = (): ReturnType<Runtimes["get"]> => runtimes.get(apiId);
    const parts = { apiId, fanout, clock, limits: this.#limits, current, onBug: this.#onBug };
    const hub = this.#hubs.get(apiId) ?? new Hub(parts);
    this.#hubs.set(apiId, hub);
    return hub;
  }

  /** Thousands happen at once and are told together. */
  #count(what: Happening): void {
    if (this.#happened.size === 0) {
      setImmediate(() => {
        for (const [each, times] of this.#happened) this.#parts.count?.(each, times);
        this.#happened.clear();
      });
    }
    this.#happened.set(what, (this.#happened.get(what) ?? 0) + 1);
  }

  #tick(): void {
    const now = performance.now();
    for (const connection of this.#connections) connection.tick(now);
  }

  readonly #onBug = (error: unknown): void => {
    this.#parts.log.error({ error }, "A realtime connection met a bug");
  };
}

function refuse(socket: Duplex, status: string, message: string): void {
  const body = JSON.stringify({ errors: [{ errorType: "BadRequestException", message }] });
  const head = `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close`;
  socket.end(`HTTP/1.1 ${status}\r\n${head}\r\n\r\n${body}`, () => socket.destroy());
}
