/** The series of requests say what prom-client's own metrics say of the same samples. */

import * as fc from "fast-check";
import { Counter, Histogram, Registry } from "prom-client";
import { expect, test } from "vitest";
import { RequestSeries } from "./requestSeries.ts";

const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const sample = fc.record({
  service: fc.constantFrom("GraphQL", 'a "quoted" one', "back\\slash\nand line"),
  operation: fc.constantFrom("GET", "POST"),
  status: fc.constantFrom(200, 404, 500),
  milliseconds: fc.oneof(fc.constantFrom(...buckets.map((seconds) => seconds * 1000), 0), fc.nat(20_000)),
});

test("counts, buckets and sums are printed as prom-client prints them", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(sample, { maxLength: 30 }), async (samples) => {
      const registry = new Registry();
      const total = new Counter({
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
      const series = new RequestSeries();
      for (const each of samples) {
        const { service, operation, status, milliseconds } = each;
        total.inc({ service, operation, status: String(status) });
        seconds.observe({ service, operation }, milliseconds / 1000);
        series.add(each);
      }
      const lines = (text: string): readonly string[] => text.split("\n").toSorted();
      expect(lines(series.text())).toEqual(lines(await registry.metrics()));
    }),
  );
});
