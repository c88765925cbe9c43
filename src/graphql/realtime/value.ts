/** Values of events and arguments: equality and order as filters mean them. */

import { isRecord } from "#graphql/query/jsonRecord";

/** Deep equality of JSON values; a value that is missing equals null. */
export function isEqual(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (isNothing(one) || isNothing(other)) return isNothing(one) && isNothing(other);
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((each, index) => isEqual(each, other[index]));
  if (!isRecord(one) || !isRecord(other)) return false;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => isEqual(one[name], other[name]));
}

/** Negative, zero or positive; texts byte by byte. Undefined for values that have no order. */
export function compare(one: unknown, other: unknown): number | undefined {
  if (typeof one === "number" && typeof other === "number") return one - other;
  if (typeof one !== "string" || typeof other !== "string") return undefined;
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

export function isNothing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}
