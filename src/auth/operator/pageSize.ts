/** How many entries a page of an operator's list has. */

import { invalidParameter } from "#auth/faults";

const usual = 100;
const most = 500;

/** The query's `limit`. @throws Fault InvalidParameterException */
export function pageSize(query: URLSearchParams): number {
  const text = query.get("limit");
  if (text === null) return usual;
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > most) throw invalidParameter(`limit must be a number from 1 to ${most}.`);
  return limit;
}
