/** The list of the storage plane's routes of the operator API. */

import type { JsonRoute } from "#kernel/wire/jsonApiRoute";
import type { Stores } from "#storage/store/stores";
import { listBuckets } from "./listBuckets.ts";

export function operatorRoutes(stores: Stores): readonly JsonRoute[] {
  return [listBuckets(stores)];
}
