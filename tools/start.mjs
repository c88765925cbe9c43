/** `npm start` and `npm run ohmstead`: installs and builds what is missing, then runs the program with the given arguments. */

import { spawn } from "node:child_process";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBuild } from "./ensureBuild.mjs";
import { ensureDependencies } from "./ensureDependencies.mjs";
import { ensureNode } from "./ensureNode.mjs";

const PARENT_LOOK_MS = 500;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
// Standard output belongs to the program: `npm run --silent ohmstead -- config ... > file` must stay clean.
const say = (line) => console.error(line);

try {
  await ensureDependencies(root, say);
  const node = ensureNode(root);
  await ensureBuild(root, node, say);
  run(node, process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

/** Hands signals on and ends as the program ends. */
function run(node, args) {
  const child = spawn(node, [join(root, "dist", "main.js"), ...args], { stdio: "inherit" });
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) {
    process.on(signal, () => {
      // A Ctrl-C in a terminal reaches the whole process group by itself; a second one would mean "at once".
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  }
  if (process.env.npm_lifecycle_event !== undefined) endWithParent(() => child.kill("SIGTERM"));
  child.on("error", (error) => {
    console.error(`The program could not be started: ${error.message}`);
    process.exitCode = 1;
  });
  child.on("exit", (code, signal) => {
    process.exit(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
  });
}

/** Under npm: when npm was killed outright, nobody is left who could stop the program. */
function endWithParent(end) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    end();
  }, PARENT_LOOK_MS);
}
