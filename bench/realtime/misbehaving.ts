/** A program: clients that do what clients must not, over and over, until it is killed. Its argument is JSON of `Misbehaving`. */

import { WebSocket } from "ws";

export type Kind = "garbage" | "oversized" | "never reads" | "1,000 starts";

export interface Misbehaving {
  readonly url: string;
  readonly protocols: readonly string[];
  /** A subscription of everything, as the text of its start message, with the id `1`. */
  readonly start: string;
  readonly kind: Kind;
  readonly clients: number;
}

const init = '{"type":"connection_init"}';
const between = 50;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What one client does with a socket that was acknowledged; it is asked again until the socket closes. */
const kinds: Readonly<Record<Kind, (socket: WebSocket, asked: Misbehaving) => void | Promise<void>>> = {
  garbage: (socket) => {
    for (const text of ["", "{", "[]", '{"type":7}', '{"type":"start"}', "x".repeat(10_000)]) socket.send(text);
  },
  oversized: (socket) => socket.send("x".repeat(300 * 1024)),
  "never reads": async (socket, { start }) => {
    socket.send(start);
    await pause(between);
    socket.pause();
    await pause(5_000);
    // Whoever was cut meanwhile hears of it now.
    socket.resume();
  },
  "1,000 starts": (socket, { start }) => {
    for (let id = 0; id < 1_000; id += 1) socket.send(start.replace('"id":"1"', `"id":"${id}"`));
  },
};

async function misbehave(asked: Misbehaving): Promise<void> {
  const act = kinds[asked.kind];
  for (;;) {
    const socket = new WebSocket(asked.url, [...asked.protocols], { perMessageDeflate: false });
    socket.on("error", () => undefined);
    socket.once("open", () => socket.send(init));
    await new Promise((resolve) => {
      socket.once("message", resolve);
      socket.once("close", resolve);
    });
    while (socket.readyState === socket.OPEN) {
      await act(socket, asked);
      // What the server does not take yet waits here only once.
      do await pause(between);
      while (socket.readyState === socket.OPEN && socket.bufferedAmount > 0);
    }
    socket.terminate();
    await pause(between);
  }
}

const asked = JSON.parse(process.argv[2] ?? "{}") as Misbehaving;
for (let n = 0; n < asked.clients; n += 1) void misbehave(asked);
