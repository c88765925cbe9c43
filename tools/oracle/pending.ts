/** The ratchet: cases that do not match the official answer yet, each with a reason. It only ever gets shorter. */

import { readFileSync, writeFileSync } from "node:fs";
import { pendingFile } from "./cases.ts";

/** The three things compared: printed schemas, models for client libraries, refusals of bad schemas. */
export type Subject = "schema" | "models" | "refusals";

/** Case name -> why it does not match yet. */
export type Pending = Readonly<Record<Subject, Readonly<Record<string, string>>>>;

export function readPending(): Pending {
  return JSON.parse(readFileSync(pendingFile, "utf8")) as Pending;
}

export function writePending(pending: Pending): void {
  const sorted = Object.fromEntries(
    Object.entries(pending).map(([subject, cases]) => [
      subject,
      Object.fromEntries(Object.entries(cases).sort(([a], [b]) => (a < b ? -1 : 1))),
    ]),
  );
  writeFileSync(pendingFile, `${JSON.stringify(sorted, null, 2)}\n`);
}
