/** Is the data folder there, writable, private, and free for one server? */

import { accessSync, constants, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Check, Finding } from "./check.ts";

/** Files that must be readable by nobody else. */
const SECRETS = ["credentials", "master.key", "tls/ca.key", "tls/leaf.key"];

export const dataFolder: Check = {
  name: "Data folder",
  examine: async ({ config: { data } }) => {
    const place = nearestExisting(data);
    if (!isWritable(place))
      return [
        {
          verdict: "problem",
          text: `${place} cannot be written to by user ${process.getuid?.() ?? process.title}`,
          mend: `Give this user the folder (chown), or choose another with OHMSTEAD_DATA.`,
        },
      ];
    if (place !== data) return [{ verdict: "ok", text: `${data} does not exist yet, it is made at the first start` }];
    return [
      { verdict: "ok", text: `${data} is writable` },
      ...holderOf(data),
      ...SECRETS.flatMap((name) => isPrivate(join(data, name))),
    ];
  },
};

function nearestExisting(path: string): string {
  let place = path;
  while (!exists(place) && dirname(place) !== place) place = dirname(place);
  return place;
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}

/** The server leaves its process id beside the lock; the lock itself is the system's and ends with the process. */
function holderOf(data: string): Finding[] {
  let holder: string;
  try {
    holder = readFileSync(join(data, "lock.holder"), "utf8").trim();
  } catch {
    return [];
  }
  const pid = Number.parseInt(holder, 10);
  if (isAlive(pid)) return [{ verdict: "ok", text: `in use by the server with process ${holder}` }];
  return [
    {
      verdict: "ok",
      text: `last used by process ${holder}, which ended without saying so; the next start goes on from there`,
    },
  ];
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function isPrivate(file: string): Finding[] {
  const mode = statSync(file, { throwIfNoEntry: false })?.mode;
  if (mode === undefined || process.platform === "win32" || (mode & 0o077) === 0) return [];
  return [
    {
      verdict: "problem",
      text: `${file} can be read by other users (mode ${(mode & 0o777).toString(8)})`,
      mend: `Run: chmod 600 ${file}`,
    },
  ];
}
