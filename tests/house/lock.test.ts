/** The lock file installs on every platform, and the pinned Node.js is new enough. */

import { expect, test } from "vitest";
import { missingPlatformEntries } from "../../tools/completeLock.mjs";
import { read } from "./tree.ts";

const lock = JSON.parse(read("package-lock.json")) as {
  packages: Record<string, { scripts?: unknown; resolved?: string }>;
};

test("no platform package is missing: `npm run lock` adds them", () => {
  expect(Object.keys(missingPlatformEntries(lock.packages))).toEqual([]);
});

test("a missing one is noticed and described by its name", () => {
  const packages = {
    "node_modules/tool": { dev: true, optionalDependencies: { "@tool/linux-arm-musleabihf": "1.2.3" } },
  };
  expect(missingPlatformEntries(packages)).toEqual({
    "node_modules/@tool/linux-arm-musleabihf": {
      version: "1.2.3",
      cpu: ["arm"],
      dev: true,
      libc: ["musl"],
      optional: true,
      os: ["linux"],
    },
  });
});

test("packages come from whichever registry the user has set up", () => {
  const fixed = Object.entries(lock.packages).filter(([, entry]) => /^https?:/.test(entry.resolved ?? ""));
  expect(fixed.map(([path]) => path)).toEqual([]);
});
