/** Page tokens of the Amplify service's lists, which are in the order of a name. */

import { badRequest } from "./faults.ts";
import type { ControlParts } from "./parts.ts";

type Tokens = Pick<ControlParts, "pageTokens">;

/** The name to go on after; empty without a token. @throws BadRequestException for a token of another list. */
export function positionOf({ pageTokens }: Tokens, list: string, token: string | undefined): string {
  if (token === undefined || token === "") return "";
  const position = pageTokens.decode(token, list);
  if (typeof position !== "string") throw badRequest("nextToken is not one that this list gave.");
  return position;
}

export function nextToken(
  { pageTokens }: Tokens,
  list: string,
  next: string | undefined,
): { readonly nextToken?: string } {
  return next === undefined ? {} : { nextToken: pageTokens.encode(next, list) };
}
