/** The official transformer of a case's dialect. */

import type { Settings } from "../settings.ts";
import { transformDialect1 } from "./dialect1.ts";
import { transformDialect2 } from "./dialect2.ts";

/** The printed schema. Throws what the transformer throws. */
export function transform(sdl: string, settings: Settings): string {
  return settings.dialect === 1 ? transformDialect1(sdl, settings) : transformDialect2(sdl, settings);
}
