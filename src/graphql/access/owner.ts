/** { allow: owner }: those whose claim stands in a field of the record. */

import type { AccessRule } from "#graphql/sdl/model";
import { claimText } from "./claims.ts";
import type { CallerText, Judge } from "./rule.ts";

const separator = "::";

/** A claim of two parts is stored joined; a record may also carry either part alone. */
export const owner: Judge = (rule, caller) => {
  if (rule.allow !== "owner") return undefined;
  if (rule.provider !== caller.kind) return "deny";
  const parts = rule.identityClaim.split(separator);
  const present = parts.filter((part) => claimText(caller, part) !== undefined);
  const isWhole = present.length === parts.length;
  // A user may have chosen the joined name of another as his own: such a name is nobody's.
  const single = parts.length === 1 ? present : present.filter((part) => !isJoined(claimText(caller, part)));
  if (single.length === 0 && !isWhole) return "deny";
  const part =
    (name: string): CallerText =>
    (each) =>
      claimText(each, name) ?? "";
  const texts = parts.map(part);
  const joined: CallerText = (each) => texts.map((text) => text(each)).join(separator);
  const names = [...(isWhole && parts.length > 1 ? [joined] : []), ...single.map(part)];
  return {
    kind: "owner",
    field: rule.ownerField,
    list: rule.list,
    names,
    ...(isWhole ? { fill: joined } : {}),
    shape: `${isWhole ? "whole" : ""} ${single.join(separator)}`,
  };
};

function isJoined(name: string | undefined): boolean {
  return name?.includes(separator) === true;
}

/** Owner fields that hold several claims joined. */
export function joinedOwners(rules: readonly AccessRule[]): ReadonlySet<string> {
  const joined = rules.filter((rule) => rule.allow === "owner").filter((rule) => isJoined(rule.identityClaim));
  return new Set(joined.map((rule) => rule.ownerField));
}
