/** Carrying a service over node:http: headers kept as sent, lengths, bugs, answers that pages may not read. */

import { Agent, createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { Fault } from "./fault.ts";
import type { WireRequest, WireResponse } from "./http.ts";
import { createNodeHandler, type NodeHttpOptions } from "./nodeHttp.ts";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

interface Reply {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

async function serving(serve: (request: WireRequest) => Promise<WireResponse>, options?: NodeHttpOptions) {
  const server = createServer(createNodeHandler(serve, options));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const agent = new Agent();
  return (method: string, path: string, headers: readonly string[] = [], body = ""): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const req = request({ host: "127.0.0.1", port, method, path, headers: ["host", "x", ...headers], agent });
      req.on("error", reject);
      req.on("response", (res) => {
        let text = "";
        res.setEncoding("utf8").on("data", (part: string) => (text += part));
        res.on("end", () => resolve({ status: res.statusCode, headers: res.headers, text }));
      });
      req.end(body);
    });
}

const ok = (body: string | Uint8Array, more: Partial<WireResponse> = {}): Promise<WireResponse> =>
  Promise.resolve({ status: 200, headers: {}, body, ...more });

describe("node handler", () => {
  it("gives the raw target and all headers as sent", async () => {
    let seen: WireRequest | undefined;
    const send = await serving((req) => {
      seen = req;
      return ok("");
    });
    await send("POST", "//a/../b%2f?x=%zz", [
      "X-One",
      " a  b ",
      "x-two",
      "1",
      "X-Two",
      "2",
      "Authorization",
      "a",
      "authorization",
      "b",
    ]);
    expect(seen).toMatchObject({ method: "POST", rawUrl: "//a/../b%2f?x=%zz", remoteAddress: "127.0.0.1" });
    expect(seen?.headers).toMatchObject({ "x-one": "a  b", "x-two": ["1", "2"], authorization: ["a", "b"] });
    expect(seen?.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("is not led astray by a header named __proto__", async () => {
    let seen: WireRequest | undefined;
    const send = await serving((req) => {
      seen = req;
      return ok("");
    });
    await send("GET", "/", ["__proto__", "evil"]);
    expect(Object.keys(seen?.headers ?? {})).toContain("__proto__");
    expect(seen?.headers["evil"]).toBeUndefined();
  });

  it("states the length in bytes, of texts and of bytes", async () => {
    const send = await serving((req) => ok(req.rawUrl === "/text" ? "üü" : new Uint8Array([1, 2, 3])));
    expect((await send("GET", "/text")).headers["content-length"]).toBe("4");
    expect((await send("GET", "/bytes")).headers["content-length"]).toBe("3");
    expect(await send("HEAD", "/text")).toMatchObject({ status: 200, text: "" });
  });

  it("lets pages of any origin read answers, but for those that ask not to be", async () => {
    const send = await serving((req) => (req.rawUrl === "/private" ? ok("", { cors: false }) : ok("")));
    expect((await send("GET", "/")).headers["access-control-allow-origin"]).toBe("*");
    expect((await send("GET", "/private")).headers["access-control-allow-origin"]).toBeUndefined();
  });

  it("answers faults and bugs of what it serves, and tells about bugs only", async () => {
    const bugs: unknown[] = [];
    const send = await serving(
      (req) =>
        Promise.reject(
          req.rawUrl === "/fault" ? new Fault("TeapotException", "short", { status: 418 }) : new Error("a detail"),
        ),
      { onBug: (error) => bugs.push(error) },
    );
    expect(await send("GET", "/fault")).toMatchObject({
      status: 418,
      headers: { "x-amzn-errortype": "TeapotException" },
    });
    const bug = await send("GET", "/bug");
    expect(bug).toMatchObject({ status: 500, headers: { "x-amzn-errortype": "InternalFailure" } });
    expect(bug.text).not.toContain("a detail");
    expect(bugs).toEqual([new Error("a detail")]);
  });

  it("survives an answer that cannot be sent", async () => {
    const bugs: unknown[] = [];
    const send = await serving((req) => ok("", req.rawUrl === "/bad" ? { headers: { "x-bad": "a\r\nb" } } : {}), {
      onBug: (error) => bugs.push(error),
    });
    expect(await send("GET", "/bad")).toMatchObject({ status: 500 });
    expect(bugs).toHaveLength(1);
    expect(await send("GET", "/good")).toMatchObject({ status: 200 });
  });

  it("counts the limit in bytes read, and takes a body of exactly that size", async () => {
    const send = await serving((req) => ok(String(req.body.byteLength)), { maxBodyBytes: 10 });
    expect(await send("POST", "/", ["transfer-encoding", "chunked"], "1234567890")).toMatchObject({ text: "10" });
    expect(await send("POST", "/", ["transfer-encoding", "chunked"], "12345678901")).toMatchObject({ status: 413 });
    expect(await send("POST", "/", ["content-length", "11"], "12345678901")).toMatchObject({ status: 413 });
  });
});
