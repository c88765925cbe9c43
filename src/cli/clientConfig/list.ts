/** The forms of client configuration, in the order the help names them. */

import { amplifyConfiguration } from "./amplifyConfiguration.ts";
import { amplifyOutputs } from "./amplifyOutputs.ts";
import { awsExports } from "./awsExports.ts";
import type { Format } from "./format.ts";

export const formats: readonly Format[] = [amplifyOutputs, amplifyConfiguration, awsExports];
