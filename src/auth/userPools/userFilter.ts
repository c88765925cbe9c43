/** Reads the Filter of ListUsers: an attribute, `=` or `^=`, a quoted value. */

import { invalidParameter } from "#auth/faults";
import type { UserFilter } from "#auth/store/stores";
import { filterable } from "#auth/store/userList";

/** @throws Fault InvalidParameterException */
export function parseUserFilter(text: string | undefined): UserFilter | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  const [, attribute = "", operator, quoted = ""] =
    /^\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/s.exec(text) ?? [];
  if (operator === undefined) throw invalidParameter("Error while parsing filter.");
  if (!filterable.includes(attribute)) throw invalidParameter(`Attribute ${attribute} cannot be filtered by.`);
  const value = quoted.replace(/\\(.)/gs, "$1");
  return { attribute, match: operator === "=" ? "equals" : "startsWith", value };
}
