/** CPU time of a process as the Linux kernel counts it. */

import { readFileSync } from "node:fs";

/** The kernel tells it in hundredths of a second, whatever its own clock. */
const millisecondsATick = 10;

/** Milliseconds the process has spent so far: all its threads, in its own code and in the kernel. */
export function processCpuMs(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The second field is the program's name in brackets, which may hold spaces.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * millisecondsATick;
}
