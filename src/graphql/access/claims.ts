/** What tokens say of a caller: single claims and lists of groups. */

import type { ApiCaller } from "./caller.ts";

/** A claim as text; undefined when the token lacks it or it holds no text. */
export function claimText(caller: ApiCaller, name: string): string | undefined {
  if (caller.kind === "userPools") {
    if (name === "sub") return caller.sub;
    // Access tokens say `username`, ID tokens `cognito:username`; the verifier found it in either.
    if (name === "username" || name === "cognito:username") return caller.username;
  }
  if (caller.kind !== "userPools" && caller.kind !== "oidc") return undefined;
  if (caller.kind === "oidc" && name === "sub") return caller.subject;
  const value = member(caller.claims, name) ?? (name === "username" ? member(caller.claims, "cognito:username") : null);
  if (typeof value === "string") return value === "" ? undefined : value;
  return typeof value === "number" ? String(value) : undefined;
}

/** A claim as a list: a list, a JSON list in a text, or a text of its own. */
export function claimList(caller: ApiCaller, name: string): readonly string[] {
  if (caller.kind === "userPools" && name === "cognito:groups") return caller.groups;
  if (caller.kind !== "userPools" && caller.kind !== "oidc") return [];
  const value = member(caller.claims, name);
  const list = typeof value === "string" ? listIn(value) : value;
  return Array.isArray(list) ? list.filter((each) => typeof each === "string") : [];
}

function listIn(text: string): unknown {
  if (text === "") return [];
  if (!text.trimStart().startsWith("[")) return [text];
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : [text];
  } catch {
    return [text];
  }
}

/** Only what the token itself says: names such as `constructor` are no claims. */
function member(claims: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(claims, name) ? claims[name] : null;
}
