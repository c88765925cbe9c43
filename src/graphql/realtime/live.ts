/** One live subscription: what it is told, by which right, and what waits while that right is looked at again. */

import type { GraphqlRequest } from "#graphql/query/engine";
import type { MutationEvent } from "#graphql/query/event";
import type { Runtime } from "#graphql/serve/runtime";
import { compileSubscription, type Subscription } from "./compile.ts";
import type { Credential } from "./credential.ts";
import { type RealtimeFault, refusedCredential } from "./fault.ts";
import { project } from "./project.ts";

/** Where a subscription's messages go. */
export interface Outlet {
  /** @param payload JSON text */
  data(payload: string): void;
  /** The subscription has ended; it is told why and gets nothing any more. */
  fail(fault: RealtimeFault): void;
  /** Too much waits. */
  overflow(): void;
}

/** Payloads of one event that are the same for several subscriptions. */
export type Payloads = Map<string, string | Promise<string | undefined>>;

interface Waiting {
  readonly event: MutationEvent;
  readonly payloads: Payloads;
}

export class Live {
  readonly request: GraphqlRequest;
  readonly credential: Credential;
  readonly #outlet: Outlet;
  readonly #most: number;
  #compiled: Subscription;
  #runtime: Runtime;
  #version: number;
  #waiting: Waiting[] | undefined;
  #ended = false;

  /** Throws a RealtimeFault. @param most events that may wait */
  constructor(runtime: Runtime, request: GraphqlRequest, credential: Credential, outlet: Outlet, most: number) {
    this.request = request;
    this.credential = credential;
    this.#outlet = outlet;
    this.#most = most;
    this.#runtime = runtime;
    this.#version = credential.version;
    this.#compiled = compileSubscription(runtime, request, credential.caller);
  }

  get compiled(): Subscription {
    return this.#compiled;
  }

  get isWaiting(): boolean {
    return this.#waiting !== undefined;
  }

  /** True when it was compiled for another version of the API, or for what its caller was before. */
  isOutdated(runtime: Runtime): boolean {
    return this.#runtime !== runtime || this.#version !== this.credential.version;
  }

  /** Compiles it anew. Answers false, and tells why, when it may not go on. */
  renew(runtime: Runtime): boolean {
    const { refusal, version, caller } = this.credential;
    try {
      if (refusal !== undefined) throw refusedCredential(refusal);
      this.#compiled = compileSubscription(runtime, this.request, caller);
      this.#runtime = runtime;
      this.#version = version;
      return true;
    } catch (error) {
      this.#outlet.fail(error as RealtimeFault);
      return false;
    }
  }

  /** Delivers an event that concerns it, after those before it; at once when another subscriber had the same. @param isTrusted false: `release` or `end` follows */
  offer(event: MutationEvent, payloads: Payloads, isTrusted: boolean): Promise<void> | undefined {
    if (this.#ended || !this.#compiled.matches(event.data)) return undefined;
    if (isTrusted && this.#waiting === undefined) {
      const known = payloads.get(this.#compiled.sharing);
      if (typeof known !== "string") return this.#deliver(event, payloads);
      this.#outlet.data(known);
      return undefined;
    }
    this.#waiting ??= [];
    this.#waiting.push({ event, payloads });
    if (this.#waiting.length > this.#most) this.#outlet.overflow();
    return undefined;
  }

  /** Delivers what waited, while the credential was found good. */
  async release(): Promise<void> {
    for (let next = this.#waiting?.shift(); next !== undefined; next = this.#waiting?.shift()) {
      // Its right may have changed while it waited.
      if (!this.#compiled.matches(next.event.data)) continue;
      await this.#deliver(next.event, next.payloads);
    }
    this.#waiting = undefined;
  }

  end(): void {
    this.#ended = true;
    this.#waiting = undefined;
  }

  async #deliver(event: MutationEvent, payloads: Payloads): Promise<void> {
    const known = payloads.get(this.#compiled.sharing);
    // Not one turn between looking and making, or everybody would make his own.
    const payload = known === undefined ? await this.#make(event, payloads) : await known;
    if (!this.#ended) this.#outlet.data(payload ?? (await this.#own(event)));
  }

  async #own(event: MutationEvent): Promise<string> {
    return (await project(this.#compiled.projection, event.data, this.credential.caller)).payload;
  }

  /** Others wait for the first who makes a payload, and take it if it is theirs too. */
  async #make(event: MutationEvent, payloads: Payloads): Promise<string> {
    const { projection, sharing } = this.#compiled;
    const made = project(projection, event.data, this.credential.caller);
    payloads.set(
      sharing,
      made.then(
        ({ payload, shared }) => (shared ? payload : undefined),
        () => undefined,
      ),
    );
    const { payload, shared } = await made;
    if (shared) payloads.set(sharing, payload);
    return payload;
  }
}
