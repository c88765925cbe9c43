/** What `ohmstead config` prints for the stock client libraries. */

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Place } from "./authBackends.ts";
import type { RunningServer } from "./server.ts";

const root = join(import.meta.dirname, "../..");

/** The printed object, whether it came as JSON or as a module around it. */
export function printedConfig(
  { url, data }: Pick<RunningServer, "url" | "data">,
  { AppId, BackendEnvironmentName }: Place,
  format: "amplify-outputs" | "aws-exports",
): Record<string, unknown> {
  const entry = ["--conditions=source", "--disable-warning=ExperimentalWarning", join(root, "src/main.ts")];
  const args = ["config", AppId, BackendEnvironmentName, "--format", format, "--url", url, "--data", data];
  const printed = spawnSync(process.execPath, [...entry, ...args], { encoding: "utf8" });
  if (printed.status !== 0) throw new Error(printed.stderr);
  const json = printed.stdout.slice(printed.stdout.indexOf("{"), printed.stdout.lastIndexOf("}") + 1);
  return JSON.parse(json) as Record<string, unknown>;
}
