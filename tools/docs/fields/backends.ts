/** Fields of backends, environments and S3 buckets. */

import { type FieldRow, testsIn } from "./row.ts";

const backends = testsIn("tests/sdk/control/backends.test.ts");
const clone = testsIn("tests/sdk/control/clone.test.ts");
const companion = testsIn("tests/sdk/control/companion.test.ts");
const operator = testsIn("tests/sdk/control/operator.test.ts");
const buckets = testsIn("tests/sdk/control/authAndStorage.test.ts");

export const backendFields: readonly FieldRow[] = [
  {
    operations: ["CreateBackend"],
    fields: ["AppId", "AppName"],
    effect: "the app exists under that id and name, in ListApps too; a known id under another name is refused",
    seenBy: [
      backends("refuses a known app under another name, naming both"),
      companion("are the same as AmplifyBackend's"),
    ],
  },
  {
    operations: ["CreateBackend"],
    fields: ["BackendEnvironmentName"],
    effect: "the environment is listed; the same name again, or one that is no name, is refused",
    seenBy: [
      backends("takes a second environment of a known app, and refuses the same one again"),
      backends("refuses the environment name %j"),
    ],
  },
  {
    operations: ["CreateBackend"],
    fields: ["ResourceConfig{}"],
    effect: "empty is taken, members are refused",
    seenBy: [
      backends("takes an empty ResourceConfig"),
      operator("refuses members in CreateBackend's empty ResourceConfig"),
    ],
  },
  {
    operations: ["CreateBackend"],
    fields: ["ResourceName"],
    effect: "stands in the job's progress and in meta",
    seenBy: [backends("shows ResourceName in the job's progress and in meta")],
  },
  {
    operations: ["CloneBackend"],
    fields: ["AppId", "BackendEnvironmentName", "TargetEnvironmentName"],
    effect: "a second environment of the same configuration with ids of its own; a target that exists is refused",
    seenBy: [
      clone("makes a second environment of the same configuration with ids of its own"),
      clone("refuses targets that exist, bad names and unknown sources"),
    ],
  },
  {
    operations: ["GetBackend"],
    fields: ["AppId"],
    effect: "selects the app; an unknown one is NotFoundException",
    seenBy: [backends("does not know other apps or environments")],
  },
  {
    operations: ["GetBackend"],
    fields: ["BackendEnvironmentName"],
    effect: "selects the environment whose meta is answered; without it the project, and the only environment's meta",
    seenBy: [
      backends("answers the meta of the only environment"),
      backends("answers the project only when there are several environments"),
      backends("does not know other apps or environments"),
    ],
  },
  {
    operations: ["DeleteBackend"],
    fields: ["AppId", "BackendEnvironmentName"],
    effect: "that environment goes with all it has; an unknown one is NotFoundException",
    seenBy: [
      backends("removes the environment with all it has, keeps the app, and stays readable as a job"),
      backends("does not know other environments"),
    ],
  },
  {
    operations: ["RemoveAllBackends"],
    fields: ["AppId"],
    effect: "every environment of that app goes, no other app's",
    seenBy: [backends("does not know other apps"), backends("runs alone in its app and in no other's way")],
  },
  {
    operations: ["RemoveAllBackends"],
    fields: ["CleanAmplifyApp"],
    effect: "false keeps the app, true removes it",
    seenBy: [
      backends("removes every environment and keeps the app"),
      backends("removes the app too with CleanAmplifyApp, and its job can still be read"),
    ],
  },
  {
    operations: ["ListS3Buckets"],
    fields: ["NextToken"],
    effect: "pages of a hundred; a forged token is refused",
    seenBy: [buckets("pages by a hundred, in order, each once"), buckets("refuses a token it did not give")],
  },
];
