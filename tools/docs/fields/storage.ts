/** Fields of storage. */

import { type FieldRow, testsIn } from "./row.ts";

const control = testsIn("tests/sdk/control/authAndStorage.test.ts");
const fields = testsIn("tests/sdk/storage/fields.test.ts");
const permissions = testsIn("tests/sdk/storage/permissions.test.ts");
const journey = testsIn("tests/journeys/amplifyStorage.test.ts");

const created = fields(
  "AppId, BackendEnvironmentName, ResourceName, ResourceConfig.ServiceName: the meta of that environment names the resource and its bucket",
);
const updated = fields(
  "AppId, BackendEnvironmentName, ResourceName, ResourceConfig.ServiceName: only that storage changes",
);
const deleted = fields(
  "AppId, BackendEnvironmentName, ResourceName, ServiceName: that bucket and its objects go, and no other's",
);
const imported = fields("AppId, BackendEnvironmentName, ServiceName: the environment that is named gets the bucket");

export const storageFields: readonly FieldRow[] = [
  {
    operations: ["GetBackendStorage"],
    fields: ["AppId", "BackendEnvironmentName", "ResourceName"],
    effect: "select the storage",
    seenBy: [created, updated],
  },
  {
    operations: ["CreateBackendStorage"],
    fields: ["AppId", "BackendEnvironmentName", "ResourceName", "ResourceConfig.ServiceName"],
    effect: "select the environment, the storage and its service, S3",
    seenBy: [created],
  },
  {
    operations: ["UpdateBackendStorage"],
    fields: ["AppId", "BackendEnvironmentName", "ResourceName", "ResourceConfig.ServiceName"],
    effect: "select the storage that changes; S3",
    seenBy: [updated],
  },
  {
    operations: ["CreateBackendStorage", "UpdateBackendStorage"],
    fields: ["ResourceConfig.Permissions.Authenticated[]"],
    effect: "what people may do: each permission opens its cells for public, protected and private objects",
    seenBy: [
      permissions("Permissions.Authenticated %s: opens its cells to people and none to guests"),
      permissions("UpdateBackendStorage.ResourceConfig.Permissions: hold at once for credentials given out before"),
      permissions("CreateBackendStorage without UnAuthenticated: guests can do nothing"),
      journey(
        "access levels: everything in one's own, reading in what others protect, nothing in what is private to them",
      ),
    ],
  },
  {
    operations: ["CreateBackendStorage", "UpdateBackendStorage"],
    fields: ["ResourceConfig.Permissions.UnAuthenticated[]"],
    effect: "what guests may do; left out at creation nothing, left out of an update what they could before",
    seenBy: [
      permissions("Permissions.UnAuthenticated %s: opens its cells to guests and none to people"),
      permissions("UpdateBackendStorage without UnAuthenticated: leaves guests as they were"),
      permissions("CreateBackendStorage without UnAuthenticated: guests can do nothing"),
      journey("reads public and protected objects and changes nothing while guests may only read"),
    ],
  },
  {
    operations: ["CreateBackendStorage"],
    fields: ["ResourceConfig.BucketName"],
    effect: "that bucket; generated when absent; a taken one ends the job with the reason",
    seenBy: [
      fields(
        "ResourceConfig.BucketName: that bucket is there and works; a taken or bad one fails the job with the reason",
      ),
      fields("ResourceConfig.BucketName left out: a unique name of resource and environment without dots"),
    ],
  },
  {
    operations: ["DeleteBackendStorage"],
    fields: ["AppId", "BackendEnvironmentName", "ResourceName", "ServiceName"],
    effect: "all must match, else nothing is deleted; the bucket goes with its objects",
    seenBy: [deleted, control("needs its service and the right name to be deleted")],
  },
  {
    operations: ["ImportBackendStorage"],
    fields: ["AppId", "BackendEnvironmentName", "ServiceName"],
    effect: "select the environment; S3",
    seenBy: [imported],
  },
  {
    operations: ["ImportBackendStorage"],
    fields: ["BucketName"],
    effect: "that bucket, marked imported, kept when it is deleted; absent: refused with the candidates",
    seenBy: [
      fields("BucketName: that bucket is attached with Imported true; deleting detaches it and keeps the objects"),
      fields("BucketName of a bucket that is not there, or none: refused with the candidates"),
    ],
  },
];
