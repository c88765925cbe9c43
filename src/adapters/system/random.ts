/** The random port on the system's cryptographic generator. */

import { randomBytes, randomUUID } from "node:crypto";
import type { Random } from "#ports/random";

export const systemRandom: Random = {
  bytes: (count) => randomBytes(count),
  uuid: () => randomUUID(),
};
