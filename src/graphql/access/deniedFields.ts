/** Fields that the API's authorizer function denied to its caller. */

import type { ApiCaller } from "./caller.ts";

/** True for `Type.field` and for the field's ARN, `arn:...:apis/<id>/types/<Type>/fields/<field>`. */
export function isDenied(caller: ApiCaller, type: string, field: string): boolean {
  if (caller.kind !== "function") return false;
  return caller.deniedFields.some(
    (denied) => denied === `${type}.${field}` || denied.endsWith(`/types/${type}/fields/${field}`),
  );
}
