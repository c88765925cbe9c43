/** The list of all job kinds of the control plane, by the operation that starts them. */

import type { JobKind } from "#kernel/jobs/job";
import type { Jobs } from "#kernel/jobs/jobs";
import type { ControlParts } from "#control/parts";
import { cloneBackend } from "./cloneBackend.ts";
import { createBackend } from "./createBackend.ts";
import { createBackendConfig } from "./createBackendConfig.ts";
import { createResource } from "./createResource.ts";
import { deleteBackend } from "./deleteBackend.ts";
import { deleteResource } from "./deleteResource.ts";
import { generateModels } from "./generateModels.ts";
import { importResource } from "./importResource.ts";
import { removeAllBackends } from "./removeAllBackends.ts";
import { updateResource } from "./updateResource.ts";

export function jobKinds(parts: ControlParts): readonly JobKind[] {
  return [
    createBackend(parts),
    cloneBackend(parts),
    deleteBackend(parts),
    removeAllBackends(parts),
    createBackendConfig(parts),
    createResource(parts, "CreateBackendAPI"),
    updateResource(parts, "UpdateBackendAPI"),
    deleteResource(parts, "DeleteBackendAPI"),
    generateModels(parts),
    createResource(parts, "CreateBackendAuth"),
    updateResource(parts, "UpdateBackendAuth"),
    deleteResource(parts, "DeleteBackendAuth"),
    importResource(parts, "ImportBackendAuth"),
    createResource(parts, "CreateBackendStorage"),
    updateResource(parts, "UpdateBackendStorage"),
    deleteResource(parts, "DeleteBackendStorage"),
    importResource(parts, "ImportBackendStorage"),
  ];
}

export function defineJobs(jobs: Jobs, parts: ControlParts): void {
  for (const kind of jobKinds(parts)) jobs.define(kind);
}
