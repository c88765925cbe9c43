/** The ResourceConfig of GetBackendAPI and DeleteBackendAPI: a guard that says which API is meant. */

import { isDeepStrictEqual } from "node:util";

/**
 * The path of the first member that `wanted` gives and `stored` holds otherwise, such as `DefaultAuthType.Mode`,
 * or undefined when all given members are equal. Members that `wanted` leaves out may be anything.
 */
export function firstDifference(wanted: unknown, stored: unknown, path = ""): string | undefined {
  if (!isRecord(wanted)) return isDeepStrictEqual(wanted, stored) ? undefined : path;
  if (!isRecord(stored)) return path;
  for (const [member, value] of Object.entries(wanted)) {
    if (value === undefined) continue;
    const held = Object.hasOwn(stored, member) ? stored[member] : undefined;
    const difference = firstDifference(value, held, path === "" ? member : `${path}.${member}`);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
