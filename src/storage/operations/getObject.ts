/** GetObject: an object's bytes, whole or a range, with all that is known of it. */

import { conflict } from "#storage/faults";
import type { S3Operation, S3Parts } from "#storage/operation";
import { objectMembers, selectObject } from "#storage/readObject";

/** An object can be replaced between looking it up and opening it; then it is looked up again. */
const tries = 5;

export function getObject(parts: S3Parts): S3Operation<"GetObject"> {
  return async (input, context) => {
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const selection = await selectObject(parts, input, context);
      const body = await parts.content.read(selection.object, selection.range);
      if (body) return { Body: body, ...objectMembers(selection, input) };
    }
    throw conflict();
  };
}
