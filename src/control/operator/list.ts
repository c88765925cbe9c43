/** The list of the operator API's routes. */

import type { ControlParts } from "#control/parts";
import { changeKey } from "./changeKey.ts";
import { createKey } from "./createKey.ts";
import { deleteKey } from "./deleteKey.ts";
import { getJob } from "./getJob.ts";
import { listJobs } from "./listJobs.ts";
import { listKeys } from "./listKeys.ts";
import { listMessages } from "./listMessages.ts";
import type { JsonRoute } from "#kernel/wire/jsonApiRoute";

export function operatorRoutes(parts: ControlParts): readonly JsonRoute[] {
  return [
    listKeys(parts),
    createKey(parts),
    changeKey(parts),
    deleteKey(parts),
    listJobs(parts),
    getJob(parts),
    listMessages(parts),
  ];
}
