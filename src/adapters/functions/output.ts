/** What a function prints goes to the server's log, a line an event and not without end. */

import type { Readable } from "node:stream";
import type { Log } from "#ports/log";

export interface OutputOptions {
  readonly log: Log;
  readonly stream: "stdout" | "stderr";
  /** Lines a process may log between two calls of `allow`. */
  readonly most: number;
}

export interface Output {
  /** A new call begins: its lines are counted from zero. */
  allow(): void;
}

const longestLine = 4000;

export function logOutput(readable: Readable, { log, stream, most }: OutputOptions): Output {
  let written = 0;
  let rest = "";
  const write = (line: string): void => {
    if (line.trim() === "") return;
    written += 1;
    if (written <= most) log.info({ stream, line }, "A function printed");
    else if (written === most + 1) log.warn({ stream, most }, "A function prints too much; the rest is left out");
  };
  readable.setEncoding("utf8");
  readable.on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) write(line.slice(0, longestLine));
    // A line without end must not fill the memory.
    if (rest.length > longestLine) rest = rest.slice(0, longestLine);
  });
  readable.on("end", () => write(rest));
  readable.on("error", () => undefined);
  return { allow: () => void (written = 0) };
}
