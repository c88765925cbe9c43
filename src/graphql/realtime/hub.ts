/** All live subscriptions of one API: takes the events of its mutations and gives them to those they concern. */

import type { GraphqlRequest } from "#graphql/query/engine";
import type { ApiCaller } from "#graphql/access/caller";
import type { Runtime } from "#graphql/serve/runtime";
import type { WireRequest } from "#kernel/wire/http";
import type { Clock } from "#ports/clock";
import type { Fanout, StopListening } from "#ports/fanout";
import type { StandingChange } from "#ports/standing";
import { Bucket } from "./buckets.ts";
import type { Subscription } from "./compile.ts";
import { type Credential, Credentials } from "./credential.ts";
import type { RealtimeLimits } from "./limits.ts";
import { Live, type Outlet, type Payloads } from "./live.ts";
import { readEvent, topicOf } from "./topic.ts";
import { unknownApi } from "./fault.ts";

export interface HubParts {
  readonly apiId: string;
  readonly fanout: Fanout;
  readonly clock: Clock;
  readonly limits: RealtimeLimits;
  /** The version that answers now; undefined when the API is gone. */
  readonly current: () => Promise<Runtime | undefined>;
  readonly onBug: (error: unknown) => void;
}

interface Followed {
  readonly bucket: Bucket<Live>;
  readonly stop: StopListening;
}

export class Hub {
  readonly #parts: HubParts;
  readonly #credentials = new Credentials();
  /** Where each subscription stands in the buckets. */
  readonly #lives = new Map<Live, { readonly placed: Subscription; readonly outlet: Outlet }>();
  readonly #judging = new Set<Live>();
  readonly #followed = new Map<string, Followed>();
  /** The version everybody was compiled for; undefined when somebody was for another. */
  #runtime: Runtime | undefined;
  /** Events are taken one after the other. */
  #work: Promise<void> = Promise.resolve();

  constructor(parts: HubParts) {
    this.#parts = parts;
  }

  get size(): number {
    return this.#lives.size;
  }

  /** Throws a RealtimeFault when the request is no subscription its caller may have. */
  add(runtime: Runtime, request: GraphqlRequest, wire: WireRequest, caller: ApiCaller, outlet: Outlet): Live {
    const credential = this.#credentials.take(wire, caller, this.#parts.clock.now());
    try {
      const live = new Live(runtime, request, credential, outlet, this.#parts.limits.waiting);
      this.#runtime = this.#lives.size === 0 || this.#runtime === runtime ? runtime : undefined;
      this.#place(live, outlet);
      return live;
    } catch (error) {
      this.#credentials.release(credential);
      throw error;
    }
  }

  remove(live: Live): void {
    if (!this.#lives.has(live)) return;
    this.#displace(live);
    live.end();
    this.#credentials.release(live.credential);
  }

  /** Looks at everybody's right, whether anything is delivered or not. */
  sweep(): Promise<void> {
    const { clock, limits } = this.#parts;
    return this.#look(
      (live, runtime) => !live.credential.isTrusted(clock.now(), limits.sweep) || live.isOutdated(runtime),
    );
  }

  /** People may have lost a sign-in or a group: nothing more for them until they have been looked at, which is now. */
  async doubt(change: StandingChange): Promise<void> {
    const doubted = this.#credentials.doubt(change);
    if (doubted.size > 0) await this.#look(({ credential }) => doubted.has(credential));
  }

  async #look(isDue: (live: Live, runtime: Runtime) => boolean): Promise<void> {
    if (this.#lives.size === 0) return;
    let runtime: Runtime | undefined;
    await this.#next(async () => {
      runtime = await this.#upToDate();
    });
    if (runtime === undefined) return;
    // A copy: who is compiled anew comes last again.
    const all = [...this.#lives.keys()];
    for (const live of all) if (isDue(live, runtime)) await this.#judge(live, runtime);
  }

  /** Settles when all events so far were given out. */
  settled(): Promise<void> {
    return this.#work;
  }

  #place(live: Live, outlet: Outlet): void {
    const placed = live.compiled;
    this.#lives.set(live, { placed, outlet });
    for (const mutation of new Set(placed.mutations)) this.#follow(mutation).bucket.add(live, placed);
  }

  #displace(live: Live): void {
    const placed = this.#lives.get(live)?.placed;
    this.#lives.delete(live);
    for (const mutation of new Set(placed?.mutations)) {
      const followed = this.#followed.get(mutation);
      if (followed === undefined || placed === undefined) continue;
      followed.bucket.remove(live, placed);
      if (!followed.bucket.isEmpty) continue;
      followed.stop();
      this.#followed.delete(mutation);
    }
  }

  #follow(mutation: string): Followed {
    const known = this.#followed.get(mutation);
    if (known !== undefined) return known;
    const { fanout, apiId } = this.#parts;
    const stop = fanout.listen(topicOf(apiId, mutation), (message) => {
      void this.#next(() => this.#take(message));
    });
    const followed: Followed = { bucket: new Bucket(), stop };
    this.#followed.set(mutation, followed);
    return followed;
  }

  #next(work: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(work).catch((error: unknown) => this.#parts.onBug(error));
    return this.#work;
  }

  async #take(message: string): Promise<void> {
    const runtime = await this.#upToDate();
    if (runtime === undefined) return;
    const event = readEvent(message);
    const payloads: Payloads = new Map();
    const { clock, limits } = this.#parts;
    const now = clock.now();
    // A copy: while one is waited for, others may come and go.
    const concerned = [...(this.#followed.get(event.field)?.bucket.candidates(event.data) ?? [])];
    for (const live of concerned) {
      const isTrusted = live.credential.isTrusted(now, limits.trusted);
      const made = live.offer(event, payloads, isTrusted);
      if (made !== undefined) await made;
      // Nobody else waits for his token to be looked at.
      if (!isTrusted) void this.#judge(live, runtime);
    }
  }

  /** The version that answers now, everybody compiled for it. */
  async #upToDate(): Promise<Runtime | undefined> {
    const runtime = await this.#parts.current();
    if (runtime === undefined) {
      for (const [live, { outlet }] of this.#lives) this.#expel(live, () => outlet.fail(unknownApi(this.#parts.apiId)));
      return undefined;
    }
    if (runtime === this.#runtime) return runtime;
    this.#runtime = runtime;
    await this.#checkAll(runtime);
    const all = [...this.#lives.keys()];
    for (const live of all) this.#renew(live, runtime);
    return runtime;
  }

  /** Modes and keys may have changed with the version. */
  async #checkAll(runtime: Runtime): Promise<void> {
    const credentials = new Set([...this.#lives.keys()].map((live) => live.credential));
    await Promise.all([...credentials].map((each) => this.#check(each, runtime)));
  }

  #check(credential: Credential, runtime: Runtime): Promise<void> {
    return credential.check(runtime.gatekeeper, () => this.#parts.clock.now());
  }

  /** One at a time for each subscription, so that what waited is delivered in its order. */
  async #judge(live: Live, runtime: Runtime): Promise<void> {
    if (this.#judging.has(live)) return;
    this.#judging.add(live);
    try {
      await this.#check(live.credential, runtime);
      if (!this.#lives.has(live)) return;
      const isRefused = live.credential.refusal !== undefined;
      if ((isRefused || live.isOutdated(runtime)) && !this.#renew(live, runtime)) return;
      await live.release();
    } catch (error) {
      this.#parts.onBug(error);
    } finally {
      this.#judging.delete(live);
    }
    if (live.isWaiting) await this.#judge(live, runtime);
  }

  /** Compiles a subscription anew and puts it where it now belongs. Answers false when it may not go on. */
  #renew(live: Live, runtime: Runtime): boolean {
    const outlet = this.#lives.get(live)?.outlet;
    if (outlet === undefined) return false;
    this.#displace(live);
    if (!live.renew(runtime)) {
      this.#expel(live, () => undefined);
      return false;
    }
    this.#place(live, outlet);
    return true;
  }

  #expel(live: Live, tell: () => void): void {
    this.#displace(live);
    live.end();
    this.#credentials.release(live.credential);
    tell();
  }
}
