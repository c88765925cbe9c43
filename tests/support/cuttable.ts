/** A network between device and server that a test can cut: a TCP proxy on a port of its own. */

import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

export class Cuttable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isCut = false;
  /** Connections that wait for the network to be mended; undefined while none may wait. */
  #held: Socket[] | undefined;
  #left = Number.POSITIVE_INFINITY;
  #spent: () => void = () => undefined;
  /** Port of the server; another one after it was started again. */
  target: number;

  private constructor(target: number) {
    this.target = target;
    this.#server = createServer((near) => this.#join(near));
  }

  static async open(target: number): Promise<Cuttable> {
    const network = new Cuttable(target);
    network.#server.listen(0, "127.0.0.1");
    await once(network.#server, "listening");
    return network;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Every connection ends, and no new one is let through. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** Every connection ends, and new ones wait. */
  hold(): void {
    this.#held = [];
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** Held once the server has sent so many bytes more; settles then. */
  holdAfter(bytes: number): Promise<void> {
    this.#left = bytes;
    return new Promise((resolve) => {
      this.#spent = resolve;
    });
  }

  mend(): void {
    this.#isCut = false;
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const socket of held) this.#join(socket);
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #join(near: Socket): void {
    if (this.#isCut) {
      near.on("error", () => undefined);
      near.resetAndDestroy();
      return;
    }
    if (this.#held !== undefined) {
      this.#held.push(near);
      return;
    }
    const far = connect(this.target, "127.0.0.1");
    far.on("data", (chunk) => this.#spend(chunk.length));
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  }

  #spend(bytes: number): void {
    this.#left -= bytes;
    if (this.#left > 0) return;
    this.#left = Number.POSITIVE_INFINITY;
    this.hold();
    this.#spent();
  }
}
