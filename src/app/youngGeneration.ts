/** Keeps V8's space for young objects small while the program is loaded, so that an idle server does not hold what only its start needed. */

import { setFlagsFromString } from "node:v8";

/**
 * Loading hundreds of modules makes V8 grow that space to its limit, and it never gives it back: 20 MiB of an idle server.
 * Undone by `releaseYoungGeneration`.
 */
export function holdYoungGeneration(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
}

/** From now on it grows as requests need it: by doubling, as V8 does by itself. */
export function releaseYoungGeneration(): void {
  setFlagsFromString("--semi-space-growth-factor=2");
}
