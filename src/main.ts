#!/usr/bin/env node
/** The executable: checks the Node.js version before anything that needs a newer one is loaded, then hands over to the command line. */

import { readFileSync } from "node:fs";

const { engines } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  engines: { node: string };
};
const required = engines.node.replace(/^>=\s*/, "");

/** Versions as numbers, compared part by part. */
function isOlder(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = than.split(".").map(Number);
  return major < wantedMajor || (major === wantedMajor && minor < wantedMinor);
}

if (isOlder(process.versions.node, required)) {
  process.stderr.write(
    `Ohmstead needs Node.js ${required} or newer; this is ${process.versions.node}.\n` +
      `Install a newer one from https://nodejs.org and run the command again.\n`,
  );
  process.exitCode = 1;
} else {
  const { runProgram } = await import("#cli/program");
  try {
    process.exitCode = await runProgram(process.argv.slice(2));
  } catch (error) {
    // A bug: the stack is all we know. Nothing that is still open may keep the process alive.
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  }
}
