/** Is this Node.js one that Ohmstead is tested with? */

import type { Check } from "./check.ts";

/** main.ts has refused anything too old already; odd majors get no long support. */
export const nodeVersion: Check = {
  name: "Node.js",
  examine: async () => {
    const version = process.versions.node;
    const major = Number(version.split(".")[0]);
    if (major % 2 === 0) return [{ verdict: "ok", text: `version ${version}` }];
    return [
      {
        verdict: "warning",
        text: `version ${version} is a line without long support`,
        mend: "Use Node.js 24, the version Ohmstead is developed and tested on.",
      },
    ];
  },
};
