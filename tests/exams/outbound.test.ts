/** Requests to the outside against real listeners: what goes out, what is refused, what is cut off. */

import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { isPublic } from "#adapters/outbound/addresses";
import { createOutbound } from "#adapters/outbound/guarded";
import type { OutboundRequest } from "#ports/outbound";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections();
});

async function listen(handle: RequestListener): Promise<string> {
  const server = createServer(handle);
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  server.unref();
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function asking(url: string, more: Partial<OutboundRequest> = {}): OutboundRequest {
  return { method: "GET", url, timeoutMs: 2000, maxBytes: 1000, ...more };
}

const nowhere = createOutbound({ allowed: [] });

describe("an allowed host", () => {
  it("gets method, headers and body, and its answer comes back", async () => {
    const host = await listen((request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        response.writeHead(201, { "x-seen": `${request.method} ${String(request.headers["x-key"])}` });
        response.end(Buffer.concat(parts));
      });
    });
    const outbound = createOutbound({ allowed: [host] });
    const answer = await outbound.request(
      asking(`http://${host}/a?b=1`, { method: "PUT", headers: { "x-key": "k" }, body: "hello" }),
    );
    expect([answer.status, answer.headers["x-seen"], Buffer.from(answer.body).toString()]).toEqual([
      201,
      "PUT k",
      "hello",
    ]);
  });

  it("is not followed where it redirects to", async () => {
    let inside = 0;
    const secret = await listen((_request, response) => {
      inside += 1;
      response.end();
    });
    const host = await listen((_request, response) => {
      response.writeHead(302, { location: `http://${secret}/` }).end();
    });
    const answer = await createOutbound({ allowed: [host] }).request(asking(`http://${host}/`));
    expect([answer.status, inside]).toEqual([302, 0]);
  });

  it("cannot answer without end, in bytes or in time", async () => {
    const host = await listen((request, response) => {
      if (request.url === "/slow") return;
      response.end("x".repeat(5000));
    });
    const outbound = createOutbound({ allowed: [host] });
    await expect(outbound.request(asking(`http://${host}/`))).rejects.toMatchObject({ reason: "tooLarge" });
    const slow = asking(`http://${host}/slow`, { timeoutMs: 150 });
    await expect(outbound.request(slow)).rejects.toMatchObject({ name: "OutboundFailure", reason: "timeout" });
  });

  it("that is not there is unreachable", async () => {
    const outbound = createOutbound({ allowed: ["127.0.0.1:1"] });
    await expect(outbound.request(asking("http://127.0.0.1:1/"))).rejects.toMatchObject({ reason: "unreachable" });
  });
});

describe("what is not public", () => {
  const spellings = [
    "127.0.0.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "127.1",
    "0.0.0.0",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[64:ff9b::7f00:1]",
    "169.254.169.254",
    "10.1.2.3",
    "192.168.0.1",
    "172.31.255.255",
    "100.64.0.1",
    "[fd00::1]",
    "[fe80::1]",
    "[2002:7f00:1::]",
    "localhost",
    "localhost.",
    "a.localhost",
  ];
  it.each(spellings)("is refused as %s", async (host) => {
    let arrived = 0;
    const open = await listen((_request, response) => {
      arrived += 1;
      response.end();
    });
    const port = open.split(":")[1];
    await expect(nowhere.request(asking(`http://${host}:${port}/`))).rejects.toMatchObject({ name: "OutboundFailure" });
    expect(arrived).toBe(0);
  });

  it.each(["ftp://example.org/", "file:///etc/passwd", "http://user:secret@example.org/", "nonsense"])(
    "nor is %s gone to",
    async (url) => {
      await expect(nowhere.request(asking(url))).rejects.toMatchObject({ reason: "refused" });
    },
  );

  it("is told from what is, by address", () => {
    expect(["93.184.216.34", "8.8.8.8", "2606:4700::1111"].filter((address) => !isPublic(address))).toEqual([]);
  });
});
