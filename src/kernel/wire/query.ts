/** Reads a query string: pairs in order, decoded once. */

import { MalformedInput } from "./malformed.ts";

/** Path and query of a request target; the query is undefined when there is no `?`. */
export function splitTarget(rawUrl: string): { readonly path: string; readonly query: string | undefined } {
  const mark = rawUrl.indexOf("?");
  if (mark < 0) return { path: rawUrl, query: undefined };
  return { path: rawUrl.slice(0, mark), query: rawUrl.slice(mark + 1) };
}

/** All values by name. `+` is a space; a name without `=` has an empty value. Throws MalformedInput. */
export function parseQuery(query: string): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  for (const pair of query.split("&")) {
    if (pair === "") continue;
    const mark = pair.indexOf("=");
    const name = decode(mark < 0 ? pair : pair.slice(0, mark));
    const value = mark < 0 ? "" : decode(pair.slice(mark + 1));
    const known = values.get(name);
    if (known) known.push(value);
    else values.set(name, [value]);
  }
  return values;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw new MalformedInput("the query string is not valid percent-encoded UTF-8");
  }
}
