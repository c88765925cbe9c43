/** Numbers of the parts of an upload. */

import { invalidArgument } from "./faults.ts";

export const mostParts = 10_000;

/** @throws InvalidArgument */
export function checkPartNumber(number: number): void {
  if (Number.isInteger(number) && number >= 1 && number <= mostParts) return;
  throw invalidArgument(
    `Part number must be an integer between 1 and ${mostParts}, inclusive`,
    "partNumber",
    String(number),
  );
}
