/** The authorization modes, in the order a request is looked at. */

import { apiKeyMode } from "./apiKey.ts";
import type { AuthMode } from "./mode.ts";

export const modes: readonly AuthMode[] = [apiKeyMode];
