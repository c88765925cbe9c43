/** Tests texts against the patterns of a service model, in bounded time whatever the pattern and the text. */

import { createContext, Script } from "node:vm";

/** Up to this length even the worst patterns of the models take a few milliseconds at most. */
const harmlessLength = 1000;
const longestMs = 50;

const unbounded = /[*+]|\{\d+,\}/g;

/**
 * A test of the whole text, as AWS matches. Several models have patterns with repetitions that overlap, whose time
 * grows with the cube of the length; long texts are therefore matched under a time limit, and count as no match beyond it.
 */
export function compilePattern(pattern: string): (text: string) => boolean {
  const expression = new RegExp(`^(?:${pattern})$`, "u");
  const repetitions = pattern.match(unbounded)?.length ?? 0;
  if (repetitions < 2) return (text) => expression.test(text);

  const box = createContext({ expression, text: "" });
  const script = new Script("expression.test(text)");
  return (text) => {
    if (text.length <= harmlessLength) return expression.test(text);
    box["text"] = text;
    try {
      return script.runInContext(box, { timeout: longestMs }) === true;
    } catch {
      return false;
    } finally {
      box["text"] = "";
    }
  };
}
