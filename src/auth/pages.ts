/** Page tokens of lists: signed, and bound to the list they belong to. */

import { invalidParameter } from "./faults.ts";
import type { AuthParts } from "./parts.ts";

/** Where a page begins, or undefined for the first. @throws Fault InvalidParameterException for a token of another list */
export function openPageToken(
  parts: Pick<AuthParts, "pageTokens">,
  token: string | undefined,
  list: string,
): string | undefined {
  if (token === undefined) return undefined;
  const position = parts.pageTokens.decode(token, list);
  if (typeof position !== "string") throw invalidParameter("Invalid pagination token.");
  return position;
}

export function pageToken(
  parts: Pick<AuthParts, "pageTokens">,
  position: string | undefined,
  list: string,
): string | undefined {
  return position === undefined ? undefined : parts.pageTokens.encode(position, list);
}
