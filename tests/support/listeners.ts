/** Subscribers of one API, asked as any caller: what of its mutations each of them is told. */

import type { ApiCaller } from "#graphql/access/caller";
import { Bucket } from "#graphql/realtime/buckets";
import { compileSubscription, type Subscription } from "#graphql/realtime/compile";
import { project } from "#graphql/realtime/project";
import { publisherOf, readEvent } from "#graphql/realtime/topic";
import type { Fanout } from "#ports/fanout";
import type { SchemaSettings } from "#graphql/sdl/settings";
import { type CallerAnswer, type CallerApi, openCallerApi } from "./callerApi.ts";

type Variables = Readonly<Record<string, unknown>>;

export interface Listeners extends CallerApi {
  /** Starts a subscription; throws the reason when the caller may not. Answers payloads as they come. */
  readonly listen: (caller: ApiCaller, query: string, variables?: Variables) => Promise<readonly CallerAnswer[]>;
  /** Runs a mutation that must succeed, and tells everybody. */
  readonly tell: (caller: ApiCaller, mutation: string, variables?: Variables) => Promise<void>;
  /** How many subscriptions were looked at for events so far. */
  readonly lookedAt: () => number;
}

interface Listener {
  readonly subscription: Subscription;
  readonly caller: ApiCaller;
  readonly heard: CallerAnswer[];
}

export async function openListeners(sdl: string, settings?: SchemaSettings): Promise<Listeners> {
  const messages: string[] = [];
  const fanout: Pick<Fanout, "hears" | "publish"> = {
    hears: () => true,
    publish: (_topic, message) => void messages.push(message),
  };
  const api = await openCallerApi(sdl, settings, undefined, publisherOf(fanout as Fanout, "callers"));
  const buckets = new Map<string, Bucket<Listener>>();
  const everybody: Listener[] = [];
  let looked = 0;

  async function give(message: string): Promise<void> {
    const event = readEvent(message);
    const candidates = buckets.get(event.field)?.candidates(event.data) ?? new Set();
    looked += candidates.size;
    for (const listener of everybody) {
      const { subscription, caller, heard } = listener;
      const concerns = subscription.mutations.includes(event.field) && subscription.matches(event.data);
      if (!concerns) continue;
      // Whoever is told must be found by the index too.
      if (!candidates.has(listener)) throw new Error("The index missed a subscription.");
      heard.push(JSON.parse((await project(subscription.projection, event.data, caller)).payload) as CallerAnswer);
    }
  }

  return {
    ...api,
    lookedAt: () => looked,
    async listen(caller, query, variables = {}) {
      const subscription = compileSubscription(api, { query, variables, operationName: undefined }, caller);
      const listener: Listener = { subscription, caller, heard: [] };
      everybody.push(listener);
      for (const mutation of subscription.mutations) {
        const bucket = buckets.get(mutation) ?? new Bucket();
        buckets.set(mutation, bucket);
        bucket.add(listener, subscription);
      }
      return listener.heard;
    },
    async tell(caller, mutation, variables) {
      const { errors } = await api.send(caller, mutation, variables);
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      for (const message of messages.splice(0)) await give(message);
    },
  };
}
