/** @deprecated: only tells readers of the schema. */

import type { Directive } from "./directive.ts";

export const deprecatedDirective: Directive = {
  name: "deprecated",
  // GraphQL defines it.
  definition: "",
  onField: () => undefined,
};
