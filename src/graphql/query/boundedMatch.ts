/** JavaScript patterns of schemas matched against values of clients, ended when they take too long. */

import { createContext, Script } from "node:vm";

/** A pattern that needs longer for a value is answered as not matching. Milliseconds. */
const longest = 100;
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
  try {
    return script.runInContext(context, { timeout: longest }) === true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return false;
    throw error;
  }
}
