/** AWSJSON: JSON inside a string, stored compact and given back as a string. */

import type { Scalar } from "./scalar.ts";

/** Digits a double may not carry, or an exponent: only such texts need their numbers kept by source. */
const longNumber = /\d{16}|\d[eE]/;

interface ReviverContext {
  readonly source?: string;
}

/** Node's JSON can keep a number's own text; the standard library's types don't say so yet. */
const exact = JSON as unknown as {
  parse(text: string, reviver: (key: string, value: unknown, context: ReviverContext) => unknown): unknown;
  rawJSON(text: string): unknown;
};

/** The JSON re-serialised without white space; undefined when the text is not JSON. */
function compact(text: string): string | undefined {
  try {
    if (!longNumber.test(text)) return JSON.stringify(JSON.parse(text));
    return JSON.stringify(
      exact.parse(text, (_key, value, context) =>
        typeof value === "number" && context.source !== undefined ? exact.rawJSON(context.source) : value,
      ),
    );
  } catch {
    return undefined;
  }
}

export const awsJsonScalar: Scalar = {
  name: "AWSJSON",
  description: "A string that holds JSON.",
  storage: "text",
  filter: "String",
  coerce: (value) => (typeof value === "string" ? compact(value) : undefined),
};
