/** Metrics: the exported text and its labels. */

import { describe, expect, it } from "vitest";
import { createMetrics } from "./metrics.ts";

describe("metrics", () => {
  it("count requests by service, operation and status, and time them", async () => {
    const metrics = createMetrics({ processMetrics: false });
    metrics.request({ service: "AmplifyBackend", operation: "GetBackend", status: 200, milliseconds: 3 });
    metrics.request({ service: "AmplifyBackend", operation: "GetBackend", status: 200, milliseconds: 30 });
    metrics.request({ service: "AmplifyBackend", operation: "GetBackend", status: 404, milliseconds: 1 });
    const text = await metrics.text();
    expect(text).toContain('ohmstead_requests_total{service="AmplifyBackend",operation="GetBackend",status="200"} 2');
    expect(text).toContain('ohmstead_requests_total{service="AmplifyBackend",operation="GetBackend",status="404"} 1');
    expect(text).toContain(
      'ohmstead_request_seconds_bucket{le="0.005",service="AmplifyBackend",operation="GetBackend"} 2',
    );
    expect(text).toContain('ohmstead_request_seconds_count{service="AmplifyBackend",operation="GetBackend"} 3');
  });

  it("have counters and gauges of other rooms, escaped", async () => {
    const metrics = createMetrics({ processMetrics: false });
    metrics.counter("jobs_total", "Jobs.", ["state"]).add({ state: 'a"b\nc' }, 2);
    let size = 1;
    metrics.gauge("queue_size", "Waiting.", () => Promise.resolve(size));
    size = 7;
    const text = await metrics.text();
    expect(text).toContain('jobs_total{state="a\\"b\\nc"} 2');
    expect(text).toContain("queue_size 7");
  });

  it("tell about the process when asked to, and do not mix between servers", async () => {
    const first = createMetrics({ processMetrics: true });
    const second = createMetrics({ processMetrics: true });
    first.request({ service: "S", operation: "O", status: 200, milliseconds: 1 });
    expect(await first.text()).toContain("process_resident_memory_bytes");
    expect(await second.text()).not.toContain('service="S"');
    expect(first.contentType).toContain("text/plain");
    first.close();
    second.close();
  });
});
