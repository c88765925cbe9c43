/** Counts and times what the server does, and writes it in the text form Prometheus reads. */

import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { type RequestSample, RequestSeries } from "./requestSeries.ts";

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

/** Each call has a registry of its own, so that several servers in one process do not mix. */
export function createMetrics(options: { readonly processMetrics: boolean }): Metrics {
  const registry = new Registry();
  if (options.processMetrics) collectDefaultMetrics({ register: registry });
  const requests = new RequestSeries();

  return {
    request: (sample) => requests.add(sample),
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
    text: async () => `${await registry.metrics()}\n${requests.text()}`,
    close: () => {
      registry.clear();
      requests.clear();
    },
  };
}
