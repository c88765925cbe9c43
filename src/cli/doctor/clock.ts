/** Do this machine's clock and the server's agree well enough for signatures? */

import { send, type Answer } from "#cli/exchange";
import type { Check, Finding } from "./check.ts";

/** Signatures further off than five minutes are refused. */
const REFUSED_MS = 5 * 60_000;
const NOTABLE_MS = 60_000;
const MEND = "Set the clock right, by NTP at best: signatures more than five minutes off are refused.";

export const clock: Check = {
  name: "Clock",
  examine: async ({ environment }) => {
    const before = Date.now();
    let answer: Answer;
    try {
      answer = await send(environment, { method: "GET", path: "/health", headers: {}, body: "" });
    } catch {
      return [{ verdict: "ok", text: "not compared, no server is running" }];
    }
    const theirs = Date.parse(String(answer.headers["date"] ?? ""));
    if (Number.isNaN(theirs))
      return [{ verdict: "warning", text: "the server's answer has no date", mend: "Is it an Ohmstead? Check --url." }];
    // The header counts whole seconds; half of one is its middle.
    return [judgeSkew(theirs + 500 - (before + Date.now()) / 2)];
  },
};

/** @param skewMs how far the server is ahead, in milliseconds */
export function judgeSkew(skewMs: number): Finding {
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  if (seconds <= 1) return { verdict: "ok", text: "agrees with the server's" };
  const text = `the server's is ${seconds} s ${skewMs > 0 ? "ahead" : "behind"}`;
  if (Math.abs(skewMs) >= REFUSED_MS) return { verdict: "problem", text, mend: MEND };
  if (Math.abs(skewMs) >= NOTABLE_MS) return { verdict: "warning", text, mend: MEND };
  return { verdict: "ok", text };
}
