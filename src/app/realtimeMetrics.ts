/** What the metrics tell of the realtime endpoint. */

import type { Graphql, GraphqlOptions } from "#graphql/graphql";
import type { Metrics } from "#kernel/metrics/metrics";

const names = {
  delivery: ["ohmstead_realtime_deliveries_total", "Events sent to subscribers."],
  refusal: ["ohmstead_realtime_refusals_total", "Connections and subscriptions refused or ended for want of a right."],
  slowReader: ["ohmstead_realtime_slow_readers_total", "Connections cut because their clients did not read."],
} as const;

export function realtimeCounter(metrics: Metrics): NonNullable<GraphqlOptions["count"]> {
  const counter = ([name, help]: readonly [string, string]) => metrics.counter(name, help, []);
  const counters = {
    delivery: counter(names.delivery),
    refusal: counter(names.refusal),
    slowReader: counter(names.slowReader),
  };
  return (what, times) => counters[what].add({}, times);
}

export function measureRealtime(metrics: Metrics, { realtime }: Pick<Graphql, "realtime">): void {
  metrics.gauge("ohmstead_realtime_sockets", "Open websockets.", () => realtime.counts().connections);
  metrics.gauge("ohmstead_realtime_subscriptions", "Live subscriptions.", () => realtime.counts().subscriptions);
}
