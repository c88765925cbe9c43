/** Installs the packages of the lock file when node_modules does not hold them yet. Runs on Node 20 and needs only npm. */

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** How often a slow installation says that it is alive. */
const HEARTBEAT_MS = 10_000;

/**
 * Whether node_modules holds what the lock file says. Compares the lock with the one npm leaves
 * in node_modules, so an install by hand counts too. Packages for other platforms may be absent.
 * @param {string} root folder of the project
 * @returns {boolean}
 */
export function dependenciesAreInstalled(root) {
  const wanted = readPackages(join(root, "package-lock.json"));
  const present = readPackages(join(root, "node_modules", ".package-lock.json"));
  if (wanted === undefined || present === undefined) return false;
  const missing = Object.entries(wanted).some(
    ([path, entry]) => path !== "" && (path in present ? !samePackage(entry, present[path]) : entry.optional !== true),
  );
  return !missing && Object.keys(present).every((path) => path in wanted);
}

/**
 * Makes node_modules match the lock file; does nothing when it matches already.
 * @param {string} root folder of the project
 * @param {(line: string) => void} say where progress goes
 * @throws {Error} with npm's own words when the installation fails
 */
export async function ensureDependencies(root, say) {
  if (dependenciesAreInstalled(root)) return;
  say("Installing packages (first run, or the lock file changed) ...");
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const heartbeat = setInterval(() => say(`  still installing, ${seconds()} s`), HEARTBEAT_MS);
  try {
    await npm(root, ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error"]);
  } finally {
    clearInterval(heartbeat);
  }
  say(`Packages installed in ${seconds()} s.`);
}

/** No package of ours needs an install script, so none is run: that also spares better-sqlite3's needless compile. */
function npm(root, args) {
  const cli = process.env.npm_execpath;
  const viaScript = cli !== undefined && /npm-cli\.c?js$/.test(cli);
  const command = viaScript ? process.execPath : "npm";
  const child = spawn(command, viaScript ? [cli, ...args] : args, {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    shell: !viaScript && process.platform === "win32",
  });
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  return new Promise((resolve, reject) => {
    child.on("error", (error) => reject(new Error(`npm could not be started: ${error.message}`)));
    child.on("close", (code) => {
      if (code === 0) resolve(undefined);
      else reject(new Error(`npm ci failed with exit code ${code}:\n${output.trim()}`));
    });
  });
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")).packages;
  } catch {
    return undefined;
  }
}

function samePackage(wanted, present) {
  return wanted.version === present.version && wanted.integrity === present.integrity;
}
