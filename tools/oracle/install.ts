/** Installs the official packages where a lock file asks for others than are there. */

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolders } from "./official/load.ts";

/** Throws when npm fails. */
export function ensureOfficialPackages(): void {
  for (const folder of packageFolders) ensureInstalled(folder);
}

function ensureInstalled(folder: string): void {
  const lock = readFileSync(join(folder, "package-lock.json"));
  const digest = createHash("sha256").update(lock).digest("hex");
  const mark = join(folder, "node_modules/.ohmstead-lock");
  if (existsSync(mark) && readFileSync(mark, "utf8") === digest) return;
  console.log(`Installing the official packages into ${folder} ...`);
  const { status } = spawnSync("npm", ["ci", "--loglevel=error"], { cwd: folder, stdio: "inherit" });
  if (status !== 0) throw new Error(`npm ci in ${folder} ended with ${status}`);
  writeFileSync(mark, digest);
}
