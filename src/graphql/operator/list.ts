/** The list of the graphql plane's routes of the operator API. */

import type { JsonRoute } from "#kernel/wire/jsonApiRoute";
import { createKey } from "./createKey.ts";
import { deleteKey } from "./deleteKey.ts";
import { listConflicts } from "./listConflicts.ts";
import { listKeys } from "./listKeys.ts";
import type { OperatorParts } from "./parts.ts";

export function operatorRoutes(parts: OperatorParts): readonly JsonRoute[] {
  return [listKeys(parts), createKey(parts), deleteKey(parts), listConflicts(parts)];
}
