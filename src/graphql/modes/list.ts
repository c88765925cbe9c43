/** The authorization modes, in the order a request is looked at. */

import { apiKeyMode } from "./apiKey.ts";
import { iamMode } from "./iam.ts";
import { lambdaMode } from "./lambda.ts";
import type { AuthMode } from "./mode.ts";
import { openIdMode } from "./openId.ts";
import { userPoolsMode } from "./userPools.ts";

export const modes: readonly AuthMode[] = [apiKeyMode, iamMode, userPoolsMode, openIdMode, lambdaMode];
