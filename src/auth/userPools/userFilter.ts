/** Reads the Filter of ListUsers: an attribute, `=` or `^=`, a quoted value. */

import { invalidParameter } from "#auth/faults";
import type { UserFilter } from "#auth/store/stores";
import { filterable } from "#auth/store/userList";

const pattern = /^\s*(?:"([\w:]+)"|([\w:]+))\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/s;

/** @throws Fault InvalidParameterException */
export function parseUserFilter(text: string | undefined): UserFilter | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  const [, quotedName, bareName, operator, quoted = ""] = pattern.exec(text) ?? [];
  if (operator === undefined) throw invalidParameter("Error while parsing filter.");
  const attribute = quotedName ?? bareName ?? "";
  if (!filterable.includes(attribute)) throw invalidParameter(`Attribute ${attribute} cannot be filtered by.`);
  const value = quoted.replace(/\\(.)/gs, "$1");
  return { attribute, match: operator === "=" ? "equals" : "startsWith", value };
}
