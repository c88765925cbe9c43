/** One client: reads its messages one after the other and answers them by AppSync's realtime protocol. */

import type { RawData, WebSocket } from "ws";
import type { ApiCaller } from "#graphql/access/caller";
import type { Runtime } from "#graphql/serve/runtime";
import type { WireRequest } from "#kernel/wire/http";
import { badMessage, RealtimeFault, refusedCredential, tooManySubscriptions, unknownApi } from "./fault.ts";
import { connectRequest, startRequest } from "./handshake.ts";
import type { Hub } from "./hub.ts";
import type { RealtimeLimits } from "./limits.ts";
import type { Live, Outlet } from "./live.ts";
import * as messages from "./messages.ts";
import { Pace, refusalCost } from "./pace.ts";

/** What happened, for the counters. */
export type Happening = "delivery" | "refusal" | "slowReader";

export interface ConnectionParts {
  readonly apiId: string;
  readonly upgrade: WireRequest;
  readonly hub: Hub;
  readonly limits: RealtimeLimits;
  readonly current: () => Promise<Runtime | undefined>;
  readonly count: (what: Happening) => void;
  readonly onBug: (error: unknown) => void;
  readonly onClose: () => void;
}

/** Close codes of RFC 6455. */
const closing = { normal: 1000, goingAway: 1001, unsupported: 1003, policy: 1008 } as const;

export class Connection {
  readonly #socket: WebSocket;
  readonly #parts: ConnectionParts;
  readonly #openedAt = performance.now();
  readonly #lives = new Map<string, Live>();
  #isReady = false;
  #isClosed = false;
  #isAlive = true;
  #keptAliveAt = performance.now();
  readonly #pace: Pace;
  #refusals = 0;
  #queued = 0;
  #mistakes = 0;
  #work: Promise<void> = Promise.resolve();

  constructor(socket: WebSocket, parts: ConnectionParts) {
    this.#socket = socket;
    this.#parts = parts;
    this.#pace = new Pace(parts.limits.pace, this.#openedAt);
    socket.on("message", (raw, isBinary) => this.#receive(raw, isBinary));
    socket.on("pong", () => {
      this.#isAlive = true;
    });
    // Oversized and malformed frames end here; `close` follows.
    socket.on("error", () => socket.terminate());
    socket.on("close", () => this.#closed());
  }

  get subscriptions(): number {
    return this.#lives.size;
  }

  /** Looks at the time: says that the server is alive, and ends what is dead, silent or too old. */
  tick(now: number): void {
    const { limits } = this.#parts;
    if (!this.#isReady) {
      if (now - this.#openedAt > limits.init) this.close(closing.policy, "connection_init did not come");
      return;
    }
    if (now - this.#openedAt > limits.life) this.close(closing.normal, "The connection is a day old");
    if (now - this.#keptAliveAt < limits.keepAlive) return;
    if (!this.#isAlive) {
      this.#socket.terminate();
      return;
    }
    this.#isAlive = false;
    this.#keptAliveAt = now;
    this.#socket.ping();
    this.#send(messages.keepAlive);
  }

  close(code: number = closing.goingAway, reason = "The server is stopping"): void {
    this.#socket.close(code, reason);
  }

  terminate(): void {
    this.#socket.terminate();
  }

  #receive(raw: RawData, isBinary: boolean): void {
    this.#isAlive = true;
    if (isBinary) {
      this.close(closing.unsupported, "Messages are JSON texts");
      return;
    }
    this.#queued += 1;
    if (this.#queued > this.#parts.limits.queued) this.#socket.pause();
    this.#work = this.#work.then(() => this.#take((raw as Buffer).toString("utf8")));
  }

  async #take(text: string): Promise<void> {
    if (!this.#isClosed) {
      try {
        await this.#answer(messages.readMessage(text));
      } catch (error) {
        this.#mistaken(error);
      }
    }
    await this.#breathe();
    this.#queued -= 1;
    if (this.#socket.isPaused && this.#queued <= this.#parts.limits.queued / 2) this.#socket.resume();
  }

  /** Messages that come faster than one may send them wait here, and then in the network. */
  async #breathe(): Promise<void> {
    const wait = this.#pace.spend(1 + this.#refusals * refusalCost, performance.now());
    this.#refusals = 0;
    if (wait >= 1 && !this.#isClosed) await new Promise((resolve) => setTimeout(resolve, wait));
  }

  #mistaken(error: unknown): void {
    if (!(error instanceof RealtimeFault)) this.#parts.onBug(error);
    this.#send(messages.error(undefined, error instanceof RealtimeFault ? error : internal));
    this.#refusals += 1;
    this.#mistakes += 1;
    if (this.#mistakes >= this.#parts.limits.mistakes) this.close(closing.policy, "Too many messages that are none");
  }

  async #answer(message: messages.ClientMessage): Promise<void> {
    if (message.type === "connection_init") return this.#init();
    if (!this.#isReady) return this.#refuse(badMessage("The first message must be connection_init."));
    if (message.type === "start") return this.#start(message);
    if (message.type === "stop") this.#stop(message.id);
    else this.#send(messages.unsupported(message.id));
  }

  async #init(): Promise<void> {
    const { apiId, upgrade, limits } = this.#parts;
    try {
      const { caller } = await this.#admit(connectRequest(upgrade, apiId));
      if (caller === undefined) return;
    } catch (error) {
      this.#refuse(this.#faultOf(error));
      return;
    }
    this.#isReady = true;
    this.#keptAliveAt = performance.now();
    this.#send(messages.connectionAck(limits.connectionTimeout));
    this.#send(messages.keepAlive);
  }

  #refuse(fault: RealtimeFault): void {
    this.#parts.count("refusal");
    this.#send(messages.connectionError(fault));
    this.close(closing.policy, fault.errors[0]?.errorType ?? "");
  }

  async #start({ id, data, authorization }: Extract<messages.ClientMessage, { type: "start" }>): Promise<void> {
    const { upgrade, apiId, hub, limits } = this.#parts;
    try {
      if (this.#lives.has(id)) throw badMessage("A subscription with this id is running.");
      if (this.#lives.size >= limits.subscriptions) throw tooManySubscriptions(limits.subscriptions);
      const request = messages.readStart(data);
      const wire = startRequest(upgrade, apiId, authorization, data);
      const { runtime, caller } = await this.#admit(wire);
      if (this.#isClosed) return;
      this.#lives.set(id, hub.add(runtime, request, wire, caller, this.#outlet(id)));
      this.#send(messages.startAck(id));
    } catch (error) {
      this.#refusals += 1;
      this.#parts.count("refusal");
      this.#send(messages.error(id, this.#faultOf(error)));
    }
  }

  /** Clients wait for `complete`, whatever became of the subscription. */
  #stop(id: string): void {
    const live = this.#lives.get(id);
    this.#lives.delete(id);
    if (live !== undefined) this.#parts.hub.remove(live);
    this.#send(messages.complete(id));
  }

  async #admit(wire: WireRequest): Promise<{ readonly runtime: Runtime; readonly caller: ApiCaller }> {
    const runtime = await this.#parts.current();
    if (runtime === undefined) throw unknownApi(this.#parts.apiId);
    const admission = await runtime.gatekeeper.admitToStay(wire);
    if (!admission.ok) throw refusedCredential(admission.message);
    return { runtime, caller: admission.caller };
  }

  #outlet(id: string): Outlet {
    const before = messages.beforeData(id);
    return {
      data: (payload) => {
        this.#parts.count("delivery");
        this.#send(`${before}${payload}}`);
      },
      fail: (fault) => {
        this.#lives.delete(id);
        this.#parts.count("refusal");
        this.#send(messages.error(id, fault));
      },
      overflow: () => this.#cut(),
    };
  }

  /** A reader who does not read is cut; his messages never pile up. */
  #send(text: string): void {
    if (this.#isClosed || this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > this.#parts.limits.buffered) this.#cut();
    else this.#socket.send(text);
  }

  #cut(): void {
    if (this.#isClosed) return;
    this.#parts.count("slowReader");
    this.#socket.terminate();
    this.#closed();
  }

  #closed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const live of this.#lives.values()) this.#parts.hub.remove(live);
    this.#lives.clear();
    this.#parts.onClose();
  }

  #faultOf(error: unknown): RealtimeFault {
    if (error instanceof RealtimeFault) return error;
    this.#parts.onBug(error);
    return internal;
  }
}

const internal = new RealtimeFault({
  errorType: "InternalFailure",
  message: "An internal error occurred.",
  errorCode: 500,
});
