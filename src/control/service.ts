/** The lists of the control plane's operations: AmplifyBackend's, and those of the companion Amplify service. */

import { createApp } from "./companion/createApp.ts";
import { createBackendEnvironment } from "./companion/createBackendEnvironment.ts";
import { deleteApp } from "./companion/deleteApp.ts";
import { deleteBackendEnvironment } from "./companion/deleteBackendEnvironment.ts";
import { getApp } from "./companion/getApp.ts";
import { getBackendEnvironment } from "./companion/getBackendEnvironment.ts";
import { listApps } from "./companion/listApps.ts";
import { listBackendEnvironments } from "./companion/listBackendEnvironments.ts";
import { updateApp } from "./companion/updateApp.ts";
import { cloneBackend } from "./operations/cloneBackend.ts";
import { createBackend } from "./operations/createBackend.ts";
import { createBackendAPI } from "./operations/createBackendAPI.ts";
import { createBackendAuth } from "./operations/createBackendAuth.ts";
import { createBackendConfig } from "./operations/createBackendConfig.ts";
import { createBackendStorage } from "./operations/createBackendStorage.ts";
import { createToken } from "./operations/createToken.ts";
import { deleteBackend } from "./operations/deleteBackend.ts";
import { deleteBackendAPI } from "./operations/deleteBackendAPI.ts";
import { deleteBackendAuth } from "./operations/deleteBackendAuth.ts";
import { deleteBackendStorage } from "./operations/deleteBackendStorage.ts";
import { deleteToken } from "./operations/deleteToken.ts";
import { generateBackendAPIModels } from "./operations/generateBackendAPIModels.ts";
import { getBackend } from "./operations/getBackend.ts";
import { getBackendAPI } from "./operations/getBackendAPI.ts";
import { getBackendAPIModels } from "./operations/getBackendAPIModels.ts";
import { getBackendAuth } from "./operations/getBackendAuth.ts";
import { getBackendJob } from "./operations/getBackendJob.ts";
import { getBackendStorage } from "./operations/getBackendStorage.ts";
import { getToken } from "./operations/getToken.ts";
import { importBackendAuth } from "./operations/importBackendAuth.ts";
import { importBackendStorage } from "./operations/importBackendStorage.ts";
import { listBackendJobs } from "./operations/listBackendJobs.ts";
import { listS3Buckets } from "./operations/listS3Buckets.ts";
import { removeAllBackends } from "./operations/removeAllBackends.ts";
import { removeBackendConfig } from "./operations/removeBackendConfig.ts";
import { updateBackendAPI } from "./operations/updateBackendAPI.ts";
import { updateBackendAuth } from "./operations/updateBackendAuth.ts";
import { updateBackendConfig } from "./operations/updateBackendConfig.ts";
import { updateBackendJob } from "./operations/updateBackendJob.ts";
import { updateBackendStorage } from "./operations/updateBackendStorage.ts";
import type { ControlParts } from "./parts.ts";

/** By AWS name. */
export function amplifyBackendOperations(parts: ControlParts) {
  return {
    CloneBackend: cloneBackend(parts),
    CreateBackend: createBackend(parts),
    CreateBackendAPI: createBackendAPI(parts),
    CreateBackendAuth: createBackendAuth(parts),
    CreateBackendConfig: createBackendConfig(parts),
    CreateBackendStorage: createBackendStorage(parts),
    CreateToken: createToken(parts),
    DeleteBackend: deleteBackend(parts),
    DeleteBackendAPI: deleteBackendAPI(parts),
    DeleteBackendAuth: deleteBackendAuth(parts),
    DeleteBackendStorage: deleteBackendStorage(parts),
    DeleteToken: deleteToken(parts),
    GenerateBackendAPIModels: generateBackendAPIModels(parts),
    GetBackend: getBackend(parts),
    GetBackendAPI: getBackendAPI(parts),
    GetBackendAPIModels: getBackendAPIModels(parts),
    GetBackendAuth: getBackendAuth(parts),
    GetBackendJob: getBackendJob(parts),
    GetBackendStorage: getBackendStorage(parts),
    GetToken: getToken(parts),
    ImportBackendAuth: importBackendAuth(parts),
    ImportBackendStorage: importBackendStorage(parts),
    ListBackendJobs: listBackendJobs(parts),
    ListS3Buckets: listS3Buckets(parts),
    RemoveAllBackends: removeAllBackends(parts),
    RemoveBackendConfig: removeBackendConfig(parts),
    UpdateBackendAPI: updateBackendAPI(parts),
    UpdateBackendAuth: updateBackendAuth(parts),
    UpdateBackendConfig: updateBackendConfig(parts),
    UpdateBackendJob: updateBackendJob(parts),
    UpdateBackendStorage: updateBackendStorage(parts),
  };
}

/** By AWS name. */
export function amplifyOperations(parts: ControlParts) {
  return {
    CreateApp: createApp(parts),
    CreateBackendEnvironment: createBackendEnvironment(parts),
    DeleteApp: deleteApp(parts),
    DeleteBackendEnvironment: deleteBackendEnvironment(parts),
    GetApp: getApp(parts),
    GetBackendEnvironment: getBackendEnvironment(parts),
    ListApps: listApps(parts),
    ListBackendEnvironments: listBackendEnvironments(parts),
    UpdateApp: updateApp(parts),
  };
}
