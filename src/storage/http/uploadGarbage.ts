/** Has the garbage of uploads collected while it is young. */

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

type Collect = (options: { readonly type: "minor" }) => void;

/** Bytes of uploads between two collections. */
const EVERY = 16 * 1024 * 1024;

let collect: Collect | undefined;
let received = 0;

/**
 * Told of each chunk of an upload. Node copies chunks into memory outside of V8's heap, whose collector sees few objects to
 * collect and much memory in use: left alone it searches the whole heap for every 40 MB that come in, which costs more than
 * receiving them. A collection of the young objects frees the same memory in a millisecond.
 */
export function noteReceived(bytes: number): void {
  received += bytes;
  if (received < EVERY) return;
  received = 0;
  collect ??= findCollector();
  collect({ type: "minor" });
}

/** V8 gives its collector to contexts made after the flag was set. */
function findCollector(): Collect {
  setFlagsFromString("--expose-gc");
  const found: unknown = runInNewContext("typeof gc === 'function' ? gc : undefined");
  setFlagsFromString("--no-expose-gc");
  return typeof found === "function" ? (found as Collect) : () => undefined;
}
