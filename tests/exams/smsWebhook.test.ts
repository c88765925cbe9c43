/** The SMS webhook: what the gateway sees, which answers are tried again, and how long that takes. */

import type { IncomingHttpHeaders } from "node:http";
import { afterEach, expect, test } from "vitest";
import { createSmsWebhook, type SmsWebhookOptions } from "#adapters/sms/webhook";
import { systemRandom } from "#adapters/system/random";
import { type HttpServer, startHttpServer } from "../support/httpServer.ts";

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let server: HttpServer | undefined;
afterEach(() => server?.close());

const message = { to: "+15551230839", text: "Your code is 424242" };

/** A gateway that answers with one status after the other, the last one for ever; 0 is no answer at all. */
async function gateway(statuses: readonly number[], options: Partial<SmsWebhookOptions> = {}) {
  const seen: Seen[] = [];
  server = await startHttpServer((request, response, body) => {
    const status = statuses[Math.min(seen.length, statuses.length - 1)] ?? 0;
    seen.push({ method: request.method, url: request.url, headers: request.headers, body });
    if (status === 0) return;
    if (status === 302) response.setHeader("location", "/elsewhere");
    response.statusCode = status;
    response.end("no credit left".padEnd(2000, "."));
  });
  const url = `${server.url}/sms?account=7`;
  return { seen, sender: createSmsWebhook({ url, random: systemRandom, pausesMs: [5, 10], ...options }) };
}

test("posts number and text as JSON with the key", async () => {
  const { seen, sender } = await gateway([202], { key: "s3cret" });
  await sender.send(message);
  expect(seen).toHaveLength(1);
  expect(seen[0]).toMatchObject({
    method: "POST",
    url: "/sms?account=7",
    headers: { "content-type": "application/json", authorization: "Bearer s3cret" },
  });
  expect(JSON.parse(seen[0]?.body ?? "")).toEqual(message);
});

test("without a key there is no authorization", async () => {
  const { seen, sender } = await gateway([200]);
  await sender.send(message);
  expect(seen[0]?.headers.authorization).toBeUndefined();
});

test.each([[[503, 200]], [[429, 500, 200]]])(
  "answers %j: tried until it is taken, as one message",
  async (statuses) => {
    const { seen, sender } = await gateway(statuses);
    await sender.send(message);
    expect(seen).toHaveLength(statuses.length);
    expect(new Set(seen.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
    await sender.send(message);
    expect(new Set(seen.map(({ headers }) => headers["idempotency-key"])).size).toBe(2);
  },
);

test.each([
  [500, 3, "unavailable"],
  [429, 3, "unavailable"],
  [400, 1, "refused"],
  [401, 1, "refused"],
  [302, 1, "refused"],
])("a gateway that keeps answering %i is asked %i times: %s", async (status, times, reason) => {
  const { seen, sender } = await gateway([status]);
  const failure = await sender.send(message).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    name: "DeliveryFailure",
    reason,
    message: expect.stringContaining(`answered ${status}: no credit left`) as string,
  });
  expect((failure as Error).message.length).toBeLessThan(500);
  expect(seen.map(({ url }) => url)).toEqual(Array.from({ length: times }, () => "/sms?account=7"));
});

test("a gateway that never answers costs no more than its tries", async () => {
  const { seen, sender } = await gateway([0], { timeoutMs: 150 });
  const started = performance.now();
  await expect(sender.send(message)).rejects.toMatchObject({
    reason: "unavailable",
    message: expect.stringContaining("longer than 150 ms") as string,
  });
  expect(performance.now() - started).toBeLessThan(3000);
  expect(seen).toHaveLength(3);
});
