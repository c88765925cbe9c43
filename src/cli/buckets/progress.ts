/** How far a sync has come: a bar for people, nothing for pipes, and the totals at the end. */

import type { Terminal } from "#cli/command";
import { sizeText } from "./sizeText.ts";

export interface Totals {
  readonly copied: number;
  readonly deleted: number;
  readonly same: number;
  /** A line for each object that failed. */
  readonly failures: readonly string[];
}

export interface Progress {
  /** An object is found that has to be copied. */
  begin(key: string, size: number): void;
  bytes(count: number): void;
  copied(): void;
  same(): void;
  deleted(): void;
  failed(key: string, reason: string): void;
  /** Draws for the last time. */
  end(): void;
  totals(): Totals;
}

const WIDTH = 30;
const EVERY_MS = 100;

export function createProgress(terminal: Pick<Terminal, "redraw" | "interactive">): Progress {
  const sum = { copied: 0, deleted: 0, same: 0, found: 0, wanted: 0, done: 0 };
  const failures: string[] = [];
  let current = "";
  // Before all time: a process may be younger than the pause between two drawings.
  let drawnAt = Number.NEGATIVE_INFINITY;
  const draw = (isLast = false): void => {
    const now = performance.now();
    if (!terminal.interactive || (!isLast && now - drawnAt < EVERY_MS)) return;
    drawnAt = now;
    const share = sum.wanted === 0 ? 1 : Math.min(1, sum.done / sum.wanted);
    const bar = "#".repeat(Math.round(share * WIDTH)).padEnd(WIDTH, ".");
    const counts = `${sum.copied} of ${sum.found} copied, ${sum.same} there already`;
    terminal.redraw([
      `[${bar}] ${sizeText(sum.done)} of ${sizeText(sum.wanted)}, ${counts}`,
      `  ${current}`.slice(0, 100),
    ]);
  };
  return {
    begin(key, size) {
      sum.found += 1;
      sum.wanted += size;
      current = key;
      draw();
    },
    bytes(count) {
      sum.done += count;
      draw();
    },
    copied() {
      sum.copied += 1;
      draw();
    },
    same() {
      sum.same += 1;
      draw();
    },
    deleted() {
      sum.deleted += 1;
      draw();
    },
    failed(key, reason) {
      failures.push(`  ${key}: ${reason}`);
    },
    end: () => draw(true),
    totals: () => ({ copied: sum.copied, deleted: sum.deleted, same: sum.same, failures }),
  };
}
