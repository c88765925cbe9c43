/** Functions behind an address: what they see, and what of their answers counts. */

import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { afterEach, expect, test } from "vitest";
import { createFunctions } from "#adapters/functions/functions";
import { recordingLog } from "../support/functionFiles.ts";
import { type HttpServer, startHttpServer } from "../support/httpServer.ts";

let server: HttpServer | undefined;
afterEach(() => server?.close());

async function functionsAt(answer: (response: ServerResponse) => void) {
  const seen: { readonly headers: IncomingHttpHeaders; readonly body: string; readonly url: string | undefined }[] = [];
  server = await startHttpServer((request, response, body) => {
    seen.push({ headers: request.headers, body, url: request.url });
    answer(response);
  });
  const table = { audit: { url: `${server.url}/hidden-path`, key: "s3cret" } };
  const functions = createFunctions({ table, log: recordingLog([]) });
  return { seen, invoke: () => functions.invoke("audit", { userName: "jo" }, { timeoutMs: 5000 }) };
}

test("the event goes as JSON with the key", async () => {
  const { seen, invoke } = await functionsAt((response) => response.end('{"response":{"ok":true}}'));
  expect(await invoke()).toEqual({ response: { ok: true } });
  expect(seen).toMatchObject([
    {
      url: "/hidden-path",
      body: '{"userName":"jo"}',
      headers: { "content-type": "application/json", authorization: "Bearer s3cret" },
    },
  ]);
});

test.each([200, 500])("an error of AWS's form with status %i is what the function threw", async (status) => {
  const { invoke } = await functionsAt((response) => {
    response.statusCode = status;
    response.end('{"errorMessage":"not on the list","errorType":"Error","trace":[]}');
  });
  await expect(invoke()).rejects.toMatchObject({ reason: "threw", message: "not on the list" });
});

test.each([
  ["an error page", 500, "<h1>oops</h1>", "answered 500"],
  ["a good page that is no JSON", 200, "<h1>hello</h1>", "not JSON"],
  ["an empty answer", 200, "", "not JSON"],
  ["JSON with a bad status", 404, '{"response":{}}', "answered 404"],
])("%s is unavailable", async (_name, status, body, said) => {
  const { invoke } = await functionsAt((response) => {
    response.statusCode = status;
    response.end(body);
  });
  await expect(invoke()).rejects.toMatchObject({
    reason: "unavailable",
    message: expect.stringMatching(new RegExp(`audit.*${said}`)) as string,
  });
});

test("redirects are not followed with the key", async () => {
  const { seen, invoke } = await functionsAt((response) => {
    response.writeHead(307, { location: "/elsewhere" }).end();
  });
  await expect(invoke()).rejects.toMatchObject({ reason: "unavailable" });
  expect(seen).toHaveLength(1);
});

test("a server that is away is unavailable, and its path stays hidden", async () => {
  const { invoke } = await functionsAt((response) => response.end("null"));
  await server?.close();
  const failure = await invoke().catch((error: unknown) => error);
  expect(failure).toMatchObject({ reason: "unavailable" });
  expect(String(failure)).not.toContain("hidden-path");
});
