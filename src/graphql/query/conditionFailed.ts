/** What a write is told that met no record, or one that the condition did not hold for. */

import { conditionalCheckFailed, FieldFault } from "./errors.ts";
import type { Table } from "./table.ts";

/**
 * Versioned models tell it without the store's prefix, as AppSync's conflict resolvers do.
 * @param stored the record there is, for a client to take over
 */
export function conditionFailed(table: Table, requestId: string, stored: unknown = null): FieldFault {
  const fault = conditionalCheckFailed(requestId);
  return table.changed === undefined ? fault : new FieldFault("ConditionalCheckFailedException", fault.message, stored);
}
