/**
 * `npm run lock`: adds to package-lock.json the packages for other platforms that the registry in use did not offer when
 * the lock was written. Without their entries `npm ci` refuses the lock, and machines of those platforms lack tools.
 * They are entered by name and exact version, without a checksum; npm fetches them only where the platform fits.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const OPERATING_SYSTEMS = [
  "aix",
  "android",
  "darwin",
  "freebsd",
  "linux",
  "netbsd",
  "openbsd",
  "openharmony",
  "sunos",
  "win32",
];
const PROCESSORS = ["arm", "arm64", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "wasm32", "x64"];
const LIBRARIES = { gnu: "glibc", gnueabihf: "glibc", musl: "musl", musleabihf: "musl" };

/**
 * @param {Record<string, any>} packages of a lock file
 * @returns {Record<string, object>} the entries that are missing, by path
 */
export function missingPlatformEntries(packages) {
  const missing = {};
  for (const [path, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const places = [`${path}/node_modules/${name}`, `node_modules/${name}`];
      if (!/^\d+\.\d+\.\d+/.test(version) || places.some((place) => place in packages)) continue;
      missing[`node_modules/${name}`] = platformEntry(name, version, entry.dev === true);
    }
  }
  return missing;
}

/** Platform packages carry their platform in the name: `binding-linux-arm-musleabihf`. */
function platformEntry(name, version, dev) {
  const parts = name.split("/").at(-1).split(/[-_]/);
  const pick = (known) => parts.filter((part) => known.includes(part));
  const libc = parts.flatMap((part) => LIBRARIES[part] ?? []);
  return {
    version,
    cpu: pick(PROCESSORS),
    ...(dev ? { dev } : {}),
    ...(libc.length > 0 ? { libc } : {}),
    optional: true,
    os: pick(OPERATING_SYSTEMS),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = join(dirname(dirname(fileURLToPath(import.meta.url))), "package-lock.json");
  const lock = JSON.parse(readFileSync(path, "utf8"));
  const missing = missingPlatformEntries(lock.packages);
  const entries = Object.entries({ ...lock.packages, ...missing });
  lock.packages = Object.fromEntries(entries.sort(([a], [b]) => a.localeCompare(b, "en")));
  writeFileSync(path, `${JSON.stringify(lock, undefined, 2)}\n`);
  console.log(`${Object.keys(missing).length} entries added to package-lock.json`);
}
