/** Directives Amplify knows and this plane does not serve yet: refused by name, never ignored. */

import type { Directive } from "./directive.ts";

const names = [
  "mapsTo",
  "refersTo",
  "function",
  "http",
  "predictions",
  "searchable",
  "sql",
  "validate",
  "conversation",
  "generation",
  "key",
  "connection",
  "versioned",
];

export const notSupportedYet: ReadonlySet<string> = new Set(names);

/** @deprecated only tells readers of the schema. */
export const deprecatedDirective: Directive = {
  name: "deprecated",
  definition: "",
  onField: () => undefined,
};
