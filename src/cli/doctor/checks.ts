/** The examinations of the doctor, in the order they are read. */

import { certificates } from "./certificates.ts";
import type { Check } from "./check.ts";
import { clock } from "./clock.ts";
import { dataFolder } from "./dataFolder.ts";
import { nodeVersion } from "./nodeVersion.ts";
import { port } from "./port.ts";

export const checks: readonly Check[] = [nodeVersion, dataFolder, port, clock, certificates];
