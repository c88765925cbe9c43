/** The terminal the process was started in. */

import type { Terminal } from "./command.ts";

let drawn = 0;

export const terminal: Terminal = {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  redraw: (lines) => {
    const back = drawn === 0 ? "" : `\u001B[${drawn}A\u001B[0J`;
    process.stdout.write(`${back}${lines.join("\n")}\n`);
    drawn = lines.length;
  },
  interactive: process.stdout.isTTY,
};
