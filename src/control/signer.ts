/** The access key that signed a request of the control plane. */

import type { Caller } from "#ports/caller";

/** The control plane's door lets in nobody else, so anything else is a bug. */
export function signerOf(caller: Caller): string {
  if (caller.kind === "accessKey") return caller.accessKeyId;
  throw new Error(`A request of an ${caller.kind} caller reached the control plane.`);
}
