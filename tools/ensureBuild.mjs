/** Compiles src into dist when a source changed since the last build. */

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";

const STAMP = ".built";
const SETTINGS = ["tsconfig.json", "tsconfig.build.json", "package.json", "package-lock.json"];

/**
 * Brings dist up to date; does nothing when no source changed.
 * @param {string} root folder of the project, packages installed
 * @param {string} node executable to run the compiler with
 * @param {(line: string) => void} say where progress goes
 * @throws {Error} with the compiler's messages when the sources do not compile
 */
export async function ensureBuild(root, node, say) {
  const dist = join(root, "dist");
  const sources = filesUnder(join(root, "src"));
  const fingerprint = fingerprintOf(root, sources);
  if (readStamp(dist) === fingerprint) return;
  say("Building ...");
  const started = Date.now();
  rmSync(join(dist, STAMP), { force: true });
  await compile(root, node);
  copyAssets(root, dist, sources);
  removeOrphans(dist, sources);
  writeFileSync(join(dist, STAMP), fingerprint);
  say(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}

/** Names, sizes and times of all sources: reading every file would make each start slower. */
function fingerprintOf(root, sources) {
  const hash = createHash("sha256");
  for (const path of [...sources.map((file) => join("src", file)), ...SETTINGS]) {
    const { size, mtimeMs } = statSync(join(root, path));
    hash.update(`${path}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest("hex");
}

function readStamp(dist) {
  const path = join(dist, STAMP);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

function compile(root, node) {
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  const child = spawn(node, [compiler, "-p", "tsconfig.build.json"], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(undefined);
      else reject(new Error(`The sources do not compile:\n${output.trim()}`));
    });
  });
}

/** Files that are not TypeScript and that the server reads at run time. */
function copyAssets(root, dist, sources) {
  for (const file of sources.filter((path) => !/\.(ts|md)$/.test(path))) {
    mkdirSync(dirname(join(dist, file)), { recursive: true });
    copyFileSync(join(root, "src", file), join(dist, file));
  }
}

/** Output whose source is gone would still be found by imports, and published. */
function removeOrphans(dist, sources) {
  const wanted = new Set(sources.map((file) => file.replace(/\.ts$/, "")));
  for (const file of filesUnder(dist)) {
    const source = file.replace(/(\.d\.ts|\.js)(\.map)?$/, "");
    if (!wanted.has(source)) rmSync(join(dist, file));
  }
}

/** Paths relative to the folder, sorted; no folders among them. */
function filesUnder(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1))
    .sort();
}
