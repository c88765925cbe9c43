/** A thread that computes digests, so that the event loop is free for other requests. `hashThreads.ts` starts it. */

import { parentPort } from "node:worker_threads";
import type { Hasher } from "./hasher.ts";
import { type HashName, hasherOf } from "./hashing.ts";

export type HashTask =
  | { readonly kind: "open"; readonly stream: number; readonly names: readonly HashName[] }
  /** Shared memory: it is the sender's again when the answer comes. */
  | { readonly kind: "update"; readonly stream: number; readonly bytes: Uint8Array }
  | { readonly kind: "digest"; readonly stream: number }
  | { readonly kind: "close"; readonly stream: number };

export type HashAnswer =
  | { readonly kind: "taken"; readonly stream: number }
  | { readonly kind: "digests"; readonly stream: number; readonly digests: ReadonlyMap<HashName, Uint8Array> };

const streams = new Map<number, readonly (readonly [HashName, Hasher])[]>();

function perform(task: HashTask): HashAnswer | undefined {
  const { kind, stream } = task;
  if (kind === "open") {
    streams.set(
      stream,
      task.names.map((name) => [name, hasherOf(name)]),
    );
    return undefined;
  }
  const hashers = streams.get(stream) ?? [];
  if (kind === "update") {
    for (const [, hasher] of hashers) hasher.update(task.bytes);
    return { kind: "taken", stream };
  }
  streams.delete(stream);
  if (kind === "close") return undefined;
  return { kind: "digests", stream, digests: new Map(hashers.map(([name, hasher]) => [name, hasher.digest()])) };
}

parentPort?.on("message", (task: HashTask) => {
  const answer = perform(task);
  if (answer) parentPort?.postMessage(answer, []);
});
