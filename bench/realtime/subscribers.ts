/** Many websockets of this process, and how late each message reached them. */

import { WebSocket } from "ws";

export interface Subscribers {
  /** Messages that came since the last reading, and how late each was, in milliseconds, sorted. */
  readonly read: () => readonly number[];
  readonly close: () => Promise<void>;
}

export interface Dial {
  readonly url: string;
  readonly protocols: readonly string[];
  /** PEM of the authority that signed the server's certificate, for wss. */
  readonly ca?: string;
  /** Sent in turn, each after the answer that holds the text before it: `[message, answer to wait for]`. */
  readonly steps: readonly (readonly [string, string])[];
}

/** Sockets opened at the same time: more would only wait in the kernel's queue. */
const atOnce = 100;

/** A message that is to be timed holds `at=<milliseconds>;` of this process's clock. */
export async function subscribe(count: number, dial: Dial | ((index: number) => Dial)): Promise<Subscribers> {
  let delays: number[] = [];
  const sockets: WebSocket[] = [];
  const note = (data: Buffer): void => {
    const now = performance.now();
    const text = data.toString("latin1");
    const place = text.indexOf("at=");
    if (place >= 0) delays.push(now - Number(text.slice(place + 3, text.indexOf(";", place))));
  };
  for (let made = 0; made < count; made += atOnce) {
    const group = Array.from({ length: Math.min(atOnce, count - made) }, (_, index) =>
      open(typeof dial === "function" ? dial(made + index) : dial, note),
    );
    sockets.push(...(await Promise.all(group)));
  }
  return {
    read() {
      const sorted = delays.toSorted((a, b) => a - b);
      delays = [];
      return sorted;
    },
    async close() {
      const closed = sockets.map((socket) => new Promise((resolve) => socket.once("close", resolve)));
      for (const socket of sockets) socket.close();
      await Promise.all(closed);
    },
  };
}

function open({ url, protocols, steps, ca }: Dial, note: (data: Buffer) => void): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, [...protocols], {
      perMessageDeflate: false,
      ...(ca === undefined ? {} : { ca }),
    });
    const left = [...steps];
    let awaited = "";
    const next = (): void => {
      const step = left.shift();
      if (step === undefined) {
        socket.removeAllListeners("message");
        socket.on("message", note);
        resolve(socket);
        return;
      }
      awaited = step[1];
      socket.send(step[0]);
    };
    socket.once("open", next);
    socket.on("message", (data: Buffer) => {
      if (data.toString().includes(awaited)) next();
    });
    socket.once("error", reject);
  });
}

/** The value below which this part of sorted figures lies. */
export function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
