/**
 * Counts and times of requests, gathered in fixed places: a metric that names its series by its labels, as prom-client's
 * do, costs each request as much as reading its headers. Printed in the Prometheus text format 0.0.4.
 */

export interface RequestSample {
  readonly service: string;
  /** A name from a list, never free text of a client: each value is a series of its own. */
  readonly operation: string;
  readonly status: number;
  readonly milliseconds: number;
}

interface Series {
  readonly labels: string;
  /** Requests by status. */
  readonly statuses: Map<number, number>;
  /** Requests that took no longer than the bound in the same place, and longer than the one before. */
  readonly buckets: number[];
  count: number;
  seconds: number;
}

/** Seconds; from a lookup in memory to a stuck disk. */
const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export class RequestSeries {
  /** By service, then by operation. */
  readonly #series = new Map<string, Map<string, Series>>();

  add({ service, operation, status, milliseconds }: RequestSample): void {
    const series = this.#series.get(service)?.get(operation) ?? this.#make(service, operation);
    const seconds = milliseconds / 1000;
    series.count += 1;
    series.seconds += seconds;
    series.statuses.set(status, (series.statuses.get(status) ?? 0) + 1);
    let place = 0;
    while (place < bounds.length && seconds > (bounds[place] ?? 0)) place += 1;
    series.buckets[place] = (series.buckets[place] ?? 0) + 1;
  }

  /** Both metrics, each with its help and type. */
  text(): string {
    const all = [...this.#series.values()].flatMap((operations) => [...operations.values()]);
    const totals = all.flatMap(({ labels, statuses }) =>
      [...statuses].map(([status, count]) => `ohmstead_requests_total{${labels},status="${status}"} ${count}`),
    );
    return [
      "# HELP ohmstead_requests_total Answered requests by service, operation and HTTP status.",
      "# TYPE ohmstead_requests_total counter",
      ...totals,
      "",
      "# HELP ohmstead_request_seconds Time from a complete request to its answer.",
      "# TYPE ohmstead_request_seconds histogram",
      ...all.flatMap(printTimes),
      "",
    ].join("\n");
  }

  clear(): void {
    this.#series.clear();
  }

  #make(service: string, operation: string): Series {
    const operations = this.#series.get(service) ?? new Map<string, Series>();
    this.#series.set(service, operations);
    const labels = `service="${escaped(service)}",operation="${escaped(operation)}"`;
    const buckets = Array.from({ length: bounds.length + 1 }, () => 0);
    const series: Series = { labels, statuses: new Map(), buckets, count: 0, seconds: 0 };
    operations.set(operation, series);
    return series;
  }
}

function printTimes({ labels, buckets, count, seconds }: Series): readonly string[] {
  const name = "ohmstead_request_seconds";
  let below = 0;
  const lines = bounds.map((bound, place) => {
    below += buckets[place] ?? 0;
    return `${name}_bucket{le="${bound}",${labels}} ${below}`;
  });
  return [
    ...lines,
    `${name}_bucket{le="+Inf",${labels}} ${count}`,
    `${name}_sum{${labels}} ${seconds}`,
    `${name}_count{${labels}} ${count}`,
  ];
}

function escaped(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
}
