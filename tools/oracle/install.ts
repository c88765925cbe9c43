/** Installs the official packages into this folder when its lock file asks for others than are there. */

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packagesFolder } from "./official/load.ts";

/** Throws when npm fails. */
export function ensureOfficialPackages(): void {
  const lock = readFileSync(join(packagesFolder, "package-lock.json"));
  const digest = createHash("sha256").update(lock).digest("hex");
  const mark = join(packagesFolder, "node_modules/.ohmstead-lock");
  if (existsSync(mark) && readFileSync(mark, "utf8") === digest) return;
  console.log("Installing the official packages (about 630 MB) ...");
  const { status } = spawnSync("npm", ["ci", "--loglevel=error"], { cwd: packagesFolder, stdio: "inherit" });
  if (status !== 0) throw new Error(`npm ci in tools/oracle ended with ${status}`);
  writeFileSync(mark, digest);
}
