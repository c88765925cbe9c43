/** The names the local certificate is made for. */

import { isIP } from "node:net";

/**
 * For each host (localhost always): itself, what is below it, the storage host of the region and the hosted sign-in
 * pages. Wildcards cover one label and many clients refuse them directly below a top-level name, hence the longer ones.
 */
export function certificateNames(hosts: readonly string[], region: string): readonly string[] {
  const names = new Set<string>(["127.0.0.1", "::1"]);
  for (const host of ["localhost", ...hosts]) {
    if (isIP(host)) {
      names.add(host);
      continue;
    }
    for (const prefix of ["", "*.", "s3.", "*.s3.", `s3.${region}.`, `*.s3.${region}.`, "auth.", "*.auth."]) {
      names.add(`${prefix}${host}`);
    }
  }
  return [...names];
}
