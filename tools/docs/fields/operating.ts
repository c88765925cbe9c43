/** Fields of jobs, tokens and the backend config. */

import { type FieldRow, testsIn } from "./row.ts";

const config = testsIn("tests/sdk/control/config.test.ts");
const jobs = testsIn("tests/sdk/control/jobs.test.ts");
const tokens = testsIn("tests/sdk/control/tokens.test.ts");

export const operatingFields: readonly FieldRow[] = [
  {
    operations: ["CreateBackendConfig", "UpdateBackendConfig", "RemoveBackendConfig"],
    fields: ["AppId"],
    effect: "selects the app whose config is made, changed or removed",
    seenBy: [
      config("needs the app, and a config before it can be changed or removed"),
      config("is removed with the open codes, and can be made anew"),
    ],
  },
  {
    operations: ["CreateBackendConfig"],
    fields: ["BackendManagerAppId"],
    effect: "answered by UpdateBackendConfig",
    seenBy: [config("tells what it is without a LoginAuthConfig")],
  },
  {
    operations: ["UpdateBackendConfig"],
    fields: [
      "LoginAuthConfig.AwsCognitoIdentityPoolId",
      "LoginAuthConfig.AwsCognitoRegion",
      "LoginAuthConfig.AwsUserPoolsId",
      "LoginAuthConfig.AwsUserPoolsWebClientId",
    ],
    effect: "echoed; ids that do not exist here are refused; the console's log-in uses them",
    seenBy: [
      config("takes a pool, client and identity pool that are here, and echoes them from then on"),
      config("refuses %j and keeps what it had"),
    ],
    notYet: "there is no console to log in to",
  },
  {
    operations: ["CreateToken"],
    fields: ["AppId"],
    effect: "the code signs in to that app only",
    seenBy: [
      tokens("needs an app and a session id that could be one"),
      tokens("is good only for its app, its session and its time"),
    ],
  },
  {
    operations: ["GetToken", "DeleteToken"],
    fields: ["AppId", "SessionId"],
    effect: "select the code; one that is deleted, used, expired or another app's is not there",
    seenBy: [
      tokens("makes a code that can be read until it is deleted"),
      tokens("is good only for its app, its session and its time"),
    ],
  },
  {
    operations: ["GetBackendJob"],
    fields: ["AppId", "BackendEnvironmentName", "JobId"],
    effect: "select the job; in another app or environment it is not there",
    seenBy: [jobs("keeps jobs of other apps and environments apart"), jobs("refuses ids that are none")],
  },
  {
    operations: ["ListBackendJobs"],
    fields: ["AppId", "BackendEnvironmentName"],
    effect: "select whose jobs are listed",
    seenBy: [jobs("tells an unknown environment from a quiet one")],
  },
  {
    operations: ["ListBackendJobs"],
    fields: ["JobId", "Operation", "Status"],
    effect: "filters that match exactly, and all together",
    seenBy: [jobs("filters by id, operation and status together")],
  },
  {
    operations: ["ListBackendJobs"],
    fields: ["MaxResults"],
    effect: "size of a page, 1 to 25",
    seenBy: [
      jobs("answers newest first, 25 unless asked for less, each once over all pages"),
      jobs("refuses MaxResults %d"),
    ],
  },
  {
    operations: ["ListBackendJobs"],
    fields: ["NextToken"],
    effect: "the next page, stable while jobs are added; a forged token is refused",
    seenBy: [
      jobs("answers newest first, 25 unless asked for less, each once over all pages"),
      jobs("refuses tokens that are forged or of another list"),
    ],
  },
  {
    operations: ["UpdateBackendJob"],
    fields: ["AppId", "BackendEnvironmentName"],
    effect: "select the job; in another app or environment it is not there",
    seenBy: [jobs("lets nobody cancel or run a job under another app or environment")],
  },
  {
    operations: ["UpdateBackendJob"],
    fields: ["JobId"],
    effect: "selects the job; an unknown one is NotFoundException",
    seenBy: [jobs("refuses nonsense")],
  },
  {
    operations: ["UpdateBackendJob"],
    fields: ["Operation"],
    effect: "a guard: must be the job's own",
    seenBy: [jobs("refuses nonsense"), jobs("runs a failed job again")],
  },
  {
    operations: ["UpdateBackendJob"],
    fields: ["Status"],
    effect: "FAILED cancels, PENDING runs a failed job again, anything else is refused",
    seenBy: [
      jobs("cancels a running job, whose work is undone"),
      jobs("runs a failed job again"),
      jobs("refuses nonsense"),
    ],
  },
];
