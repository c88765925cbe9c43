/** Fields of storage. */

import { type FieldRow, testsIn } from "./row.ts";

const control = testsIn("tests/sdk/control/authAndStorage.test.ts");
const clone = testsIn("tests/sdk/control/clone.test.ts");

const NO_PLANE = "the storage plane is not built";

export const storageFields: readonly FieldRow[] = [
  {
    operations: ["GetBackendStorage"],
    fields: ["BackendEnvironmentName"],
    effect: "selects the environment",
    seenBy: [clone("makes a second environment of the same configuration with ids of its own")],
    notYet: `seen with a plane in memory; ${NO_PLANE}`,
  },
  {
    operations: ["GetBackendStorage"],
    fields: ["AppId", "ResourceName"],
    effect: "select the storage",
    seenBy: [],
    notYet: NO_PLANE,
  },
  {
    operations: ["CreateBackendStorage", "UpdateBackendStorage"],
    fields: ["AppId", "BackendEnvironmentName", "ResourceName", "ResourceConfig.ServiceName"],
    effect: "select the environment, the storage and its service, S3",
    seenBy: [],
    notYet: NO_PLANE,
  },
  {
    operations: ["CreateBackendStorage", "UpdateBackendStorage"],
    fields: ["ResourceConfig.Permissions.Authenticated[]", "ResourceConfig.Permissions.UnAuthenticated[]"],
    effect: "who may read, write and delete, for public, protected and private objects",
    seenBy: [],
    notYet: NO_PLANE,
  },
  {
    operations: ["CreateBackendStorage"],
    fields: ["ResourceConfig.BucketName"],
    effect: "that bucket; generated when absent; a taken one ends the job with the reason",
    seenBy: [],
    notYet: NO_PLANE,
  },
  {
    operations: ["DeleteBackendStorage"],
    fields: ["ResourceName", "ServiceName"],
    effect: "both must match, else nothing is deleted",
    seenBy: [control("needs its service and the right name to be deleted")],
    notYet: `seen with a plane in memory; ${NO_PLANE}`,
  },
  {
    operations: ["DeleteBackendStorage", "ImportBackendStorage"],
    fields: ["AppId", "BackendEnvironmentName"],
    effect: "select the environment",
    seenBy: [],
    notYet: NO_PLANE,
  },
  {
    operations: ["ImportBackendStorage"],
    fields: ["ServiceName"],
    effect: "S3",
    seenBy: [],
    notYet: NO_PLANE,
  },
  {
    operations: ["ImportBackendStorage"],
    fields: ["BucketName"],
    effect: "that bucket, marked imported; absent: refused with the candidates",
    seenBy: [control("is imported; without a bucket the candidates are named")],
    notYet: `seen with a plane in memory; ${NO_PLANE}`,
  },
];
