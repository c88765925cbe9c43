/** HeadObject: all that is known of an object, without its bytes. */

import type { S3Operation, S3Parts } from "#storage/operation";
import { objectMembers, selectObject } from "#storage/readObject";

export function headObject(parts: S3Parts): S3Operation<"HeadObject"> {
  return async (input, context) => objectMembers(await selectObject(parts, input, context), input);
}
