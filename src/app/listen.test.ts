/** The port: http and https side by side, junk, slow clients, draining. */

import { request as httpRequest, Agent } from "node:http";
import { request as httpsRequest } from "node:https";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connect as connectTls } from "node:tls";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Certificates, openCertificates } from "#kernel/tls/certificates";
import { certificateNames } from "./certificateNames.ts";
import { type Listener, type ListenOptions, listen } from "./listen.ts";

let folder = "";
let certificate: Certificates;
let ca = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ohmstead-listen-"));
  certificate = await openCertificates({ folder, names: certificateNames([], "us-east-1"), now: Date.now() });
  ca = await readFile(certificate.caPath, "utf8");
});
afterAll(() => rm(folder, { recursive: true }));

const open: Listener[] = [];
afterEach(async () => {
  for (const listener of open.splice(0)) await listener.close(0);
});

/** Echoes method, path and body. */
const echo: ListenOptions["handle"] = (req, res) => {
  const chunks: Buffer[] = [];
  req.on("data", (chunk: Buffer) => chunks.push(chunk));
  req.on("end", () => res.end(`${req.method} ${req.url} ${Buffer.concat(chunks).length}`));
};

async function start(options: Partial<ListenOptions> = {}): Promise<Listener> {
  const listener = await listen({ port: 0, host: "127.0.0.1", certificate, handle: echo, ...options });
  open.push(listener);
  return listener;
}

interface Reply {
  readonly status: number | undefined;
  readonly text: string;
  readonly connection: string | undefined;
}

function send(scheme: "http" | "https", port: number, body = "", agent?: Agent): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const options = { host: "localhost", port, method: "POST", path: "/a%2Fb/../c", ...(agent ? { agent } : {}) };
    const req = scheme === "http" ? httpRequest(options) : httpsRequest({ ...options, ca });
    req.on("error", reject);
    req.on("response", (res) => {
      let text = "";
      res.setEncoding("utf8").on("data", (part: string) => (text += part));
      res.on("end", () => resolve({ status: res.statusCode, text, connection: res.headers.connection }));
    });
    req.end(body);
  });
}

/** Everything the server sends on a raw connection until it closes it. */
function raw(port: number, act: (socket: Socket) => unknown): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(port, "127.0.0.1", () => act(socket));
    socket.setEncoding("latin1");
    socket.on("data", (part: string) => (text += part));
    socket.on("error", () => resolve(text));
    socket.on("close", () => resolve(text));
  });
}

describe("listen", () => {
  it("speaks http and https on one port, losing no byte", async () => {
    const { port } = await start();
    const big = "x".repeat(3_000_000);
    for (const scheme of ["http", "https"] as const) {
      expect(await send(scheme, port)).toMatchObject({ status: 200, text: "POST /a%2Fb/../c 0" });
      expect(await send(scheme, port, big)).toMatchObject({ text: `POST /a%2Fb/../c ${big.length}` });
    }
    const many = Array.from({ length: 200 }, (_, index) => send(index % 2 ? "http" : "https", port, "y".repeat(index)));
    expect((await Promise.all(many)).map(({ text }) => text)).toEqual(
      many.map((_, index) => `POST /a%2Fb/../c ${index}`),
    );
  });

  it("reads requests that arrive byte by byte", async () => {
    const { port } = await start();
    const answer = await raw(port, async (socket) => {
      for (const byte of "POST /slow HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 3\r\n\r\nabc") {
        socket.write(byte);
        await sleep(1);
      }
    });
    expect(answer).toContain("POST /slow 3");
  });

  it("keeps connections alive on both", async () => {
    let connections = 0;
    const sockets = new Set<unknown>();
    const { port } = await start({
      handle: (req, res) => {
        if (!sockets.has(req.socket)) connections += 1;
        sockets.add(req.socket);
        res.end("ok");
      },
    });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let turn = 0; turn < 5; turn += 1) await send("http", port, "", agent);
    agent.destroy();
    expect(connections).toBe(1);
  });

  it("survives junk, half-open and broken connections", async () => {
    const { port } = await start({ timeouts: { firstByte: 300, headers: 400, handshake: 300 } });
    const junk = [
      "",
      "\0\0\0\0",
      "\x16",
      "\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03junk",
      "\x80\x2e\x01\x03\x01",
      "GET",
      "\r\n\r\n\r\n",
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      "GET / HTTP/9.9\r\n\r\n",
      "GET / HTTP/1.1\r\nbad header\r\n\r\n",
      "x".repeat(100_000),
      "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n",
      "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab",
      "POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
    ];
    const answers = await Promise.all([
      ...junk.map((text) => raw(port, (socket) => socket.write(text, "latin1"))),
      ...junk.map((text) => raw(port, (socket) => socket.end(text, "latin1"))),
      ...junk.map((text) => raw(port, (socket) => socket.write(text, "latin1", () => socket.resetAndDestroy()))),
    ]);
    expect(answers.join("\n")).not.toContain("smuggled");
    expect(answers.filter((text) => text.startsWith("HTTP/1.1 200"))).toEqual([]);
    expect(await send("https", port)).toMatchObject({ status: 200 });
  });

  it("answers junk in the AWS shape: 400, 431 for headers too long", async () => {
    const { port } = await start();
    const bad = await raw(port, (socket) => socket.write("GET / HTTP/1.1\r\nbad header\r\n\r\n"));
    expect(bad).toMatch(/^HTTP\/1\.1 400 [\s\S]*x-amzn-ErrorType: BadRequestException/);
    const long = await raw(port, (socket) =>
      socket.write(`GET / HTTP/1.1\r\nhost: x\r\nx: ${"y".repeat(10_000_000)}\r\n\r\n`),
    );
    expect(long).toMatch(/^HTTP\/1\.1 431 /);
  });

  it.each(["http", "https"] as const)(
    "cuts off clients that send their headers or body too slowly (%s)",
    async (scheme) => {
      const { port } = await start({ timeouts: { headers: 300, request: 600 } });
      for (const head of [
        "GET / HTTP/1.1\r\nhost: x\r\n",
        "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n",
      ]) {
        const started = Date.now();
        const answer = await new Promise<string>((resolve) => {
          let text = "";
          const socket = scheme === "http" ? connect(port, "127.0.0.1") : connectTls({ port, host: "localhost", ca });
          socket.setEncoding("latin1").on("data", (part: string) => (text += part));
          socket.on("error", () => resolve(text)).on("close", () => resolve(text));
          socket.write(head);
          const drip = setInterval(() => socket.writable && socket.write("x"), 50);
          socket.on("close", () => clearInterval(drip));
        });
        expect(answer).toMatch(/^HTTP\/1\.1 408 /);
        expect(Date.now() - started).toBeLessThan(3000);
      }
    },
  );

  it("finishes requests in flight when it closes, and tells their connections to end", async () => {
    let entered: (() => void) | undefined;
    const inside = new Promise<void>((resolve) => {
      entered = resolve;
    });
    const listener = await start({
      handle: (_req, res) => {
        entered?.();
        setTimeout(() => res.end("finished"), 300);
      },
    });
    const agent = new Agent({ keepAlive: true });
    const idle = await raw(listener.port, (socket) => socket.end());
    expect(idle).toBe("");
    const plain = send("http", listener.port, "", agent);
    const secure = send("https", listener.port);
    await inside;
    await sleep(100);
    const closing = listener.close(5000);
    expect(await Promise.all([plain, secure])).toMatchObject([
      { text: "finished", connection: "close" },
      { text: "finished", connection: "close" },
    ]);
    await closing;
    agent.destroy();
    await expect(send("http", listener.port)).rejects.toThrow("ECONNREFUSED");
  });

  it("closes at once when only idle connections are left, and after the grace when a request hangs", async () => {
    const idle = await start();
    const agent = new Agent({ keepAlive: true });
    await send("http", idle.port, "", agent);
    const open = connectTls({ port: idle.port, host: "localhost", ca });
    await new Promise((resolve) => {
      open.once("secureConnect", resolve);
    });
    open.on("error", () => open.destroy());
    let started = Date.now();
    await idle.close(10_000);
    expect(Date.now() - started).toBeLessThan(1000);
    agent.destroy();

    const hanging = await start({ handle: () => undefined });
    const reply = send("http", hanging.port).catch((error: Error) => error.message);
    await sleep(100);
    started = Date.now();
    await hanging.close(200);
    expect(Date.now() - started).toBeLessThan(1500);
    expect(await reply).toMatch(/hang up|ECONNRESET/);
  });

  it("answers 500 when a handler throws, and lives on", async () => {
    const { port } = await start({
      handle: () => {
        throw new Error("a bug");
      },
    });
    expect(await send("http", port)).toMatchObject({ status: 500 });
    expect(await send("https", port)).toMatchObject({ status: 500 });
  });

  it("passes upgrades through on both, with the first bytes", async () => {
    const { port } = await start({
      upgrade: (req, socket, head) => {
        socket.write(`HTTP/1.1 101 Switching Protocols\r\n\r\n${req.url} ${head.toString()}`);
        socket.on("data", (chunk: Buffer) => socket.end(chunk));
      },
    });
    const hello = "GET /ws HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\nfirst";
    const answer = await raw(port, (socket) => {
      socket.write(hello);
      setTimeout(() => socket.write(" later"), 100);
    });
    expect(answer).toContain("101 Switching");
    expect(answer).toContain("/ws first later");
  });

  it("says when the port is taken, and speaks http only without a certificate", async () => {
    const { port } = await start();
    await expect(listen({ port, host: "127.0.0.1", handle: echo })).rejects.toThrow("EADDRINUSE");
    const plainOnly = await listen({ port: 0, host: "127.0.0.1", handle: echo });
    open.push(plainOnly);
    expect(await send("http", plainOnly.port)).toMatchObject({ status: 200 });
    await expect(send("https", plainOnly.port)).rejects.toThrow(/SSL|ECONNRESET|EPROTO/);
  });

  it("serves a new certificate to new connections", async () => {
    const listener = await start();
    const other = await mkdtemp(join(tmpdir(), "ohmstead-listen-"));
    const renewed = await openCertificates({ folder: other, names: ["localhost"], now: Date.now() });
    const oldCa = ca;
    listener.setCertificate(renewed);
    await expect(send("https", listener.port)).rejects.toThrow(/certificate/i);
    ca = await readFile(renewed.caPath, "utf8");
    expect(await send("https", listener.port)).toMatchObject({ status: 200 });
    ca = oldCa;
    await rm(other, { recursive: true });
  });
});
