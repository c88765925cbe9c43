/** JavaScript patterns of schemas matched against values of clients, ended when they take too long. */

import { createContext, Script } from "node:vm";

/** A pattern that needs longer for a value is answered as not matching. Milliseconds. */
const longest = 100;
const attempts = 5;
/** Patterns compiled and kept. */
const kept = 1000;

const script = new Script("pattern.test(text)");
const context = createContext({ pattern: /(?:)/, text: "" });
const known = new Map<string, RegExp>();

/** True when the pattern is found in the text within its time. Throws a SyntaxError for a pattern that is none. */
export function matchesInTime(pattern: string, text: string): boolean {
  const compiled = known.get(pattern) ?? new RegExp(pattern, "u");
  if (known.size >= kept) known.clear();
  known.set(pattern, compiled);
  Object.assign(context, { pattern: compiled, text });
  for (let attempt = 1; ; attempt += 1) {
    const before = process.cpuUsage();
    try {
      return script.runInContext(context, { timeout: longest }) === true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
      // The clock ran, but this process did not: the machine was busy with others, and the pattern is not to blame.
      const { user, system } = process.cpuUsage(before);
      if (attempt === attempts || user + system > (longest * 1000) / 2) return false;
    }
  }
}
