/** Counts and times what the server does, and writes it in the text form Prometheus reads. */

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

export interface RequestSample {
  readonly service: string;
  /** A name from a list, never free text of a client: each value is a series of its own. */
  readonly operation: string;
  readonly status: number;
  readonly milliseconds: number;
}

export interface CounterHandle {
  add(labels: Readonly<Record<string, string>>, by?: number): void;
}

export interface Metrics {
  /** One answered request. */
  request(sample: RequestSample): void;
  /** A further counter; names end in `_total`. */
  counter(name: string, help: string, labelNames: readonly string[]): CounterHandle;
  /** A value that is read whenever the metrics are asked for. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void;
  readonly contentType: string;
  text(): Promise<string>;
  /** Stops the watches over the process. */
  close(): void;
}

/** Seconds; from a lookup in memory to a stuck disk. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Each call has a registry of its own, so that several servers in one process do not mix. */
export function createMetrics(options: { readonly processMetrics: boolean }): Metrics {
  const registry = new Registry();
  if (options.processMetrics) collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: "ohmstead_requests_total",
    help: "Answered requests by service, operation and HTTP status.",
    labelNames: ["service", "operation", "status"],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: "ohmstead_request_seconds",
    help: "Time from a complete request to its answer.",
    labelNames: ["service", "operation"],
    buckets,
    registers: [registry],
  });

  return {
    request({ service, operation, status, milliseconds }) {
      requests.inc({ service, operation, status: String(status) });
      seconds.observe({ service, operation }, milliseconds / 1000);
    },
    counter(name, help, labelNames) {
      const counter = new Counter({ name, help, labelNames: [...labelNames], registers: [registry] });
      return { add: (labels, by = 1) => counter.inc({ ...labels }, by) };
    },
    gauge(name, help, read) {
      // Registered by being made; it reads itself when the text is asked for.
      const collect = async function collect(this: Gauge) {
        this.set(await read());
      };
      registry.registerMetric(new Gauge({ name, help, registers: [], collect }));
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
    close: () => registry.clear(),
  };
}
