/** Translates the traits of a client's schema data into names and places on the wire. */

import type { Location } from "#generated/schema";

/** A bit mask, or an object that names each trait. */
export type RawTraits = number | Readonly<Record<string, unknown>> | undefined;

/** Bits of a mask, lowest first, as the clients' schema runtime numbers them. */
const bits = [
  "httpLabel",
  "idempotent",
  "idempotencyToken",
  "sensitive",
  "httpPayload",
  "httpResponseCode",
  "httpQueryParams",
];

/** Traits as an object, whichever form they came in. */
export function traitsOf(raw: RawTraits): Readonly<Record<string, unknown>> {
  if (typeof raw !== "number") return raw ?? {};
  return Object.fromEntries(bits.filter((_, bit) => (raw >> bit) & 1).map((name) => [name, 1]));
}

export interface Place {
  readonly wire: string;
  readonly location?: Location;
  readonly flattened?: true;
}

/** Traits that move a member out of the body; those that hold a text give its name there. */
const locations: Readonly<Record<string, Location>> = {
  httpLabel: "label",
  httpQuery: "query",
  httpHeader: "header",
  httpPrefixHeaders: "prefixHeaders",
  httpPayload: "payload",
  httpResponseCode: "status",
};
const names = ["jsonName", "xmlName"];
/** Known, and without effect on what the wire data can say. */
const harmless = new Set(["sensitive", "idempotencyToken", "xmlNamespace"]);

/** Where a member travels and under which name; a trait this tool does not know is an error, never dropped. */
export function placeOf(member: string, raw: RawTraits): Place {
  let place: Place = { wire: member };
  for (const [trait, value] of Object.entries(traitsOf(raw))) {
    const location = locations[trait];
    if (location !== undefined) place = { wire: typeof value === "string" ? value : place.wire, location };
    else if (trait === "xmlFlattened") place = { ...place, flattened: true };
    else if (names.includes(trait)) place = { ...place, wire: String(value) };
    else if (!harmless.has(trait))
      throw new Error(`member ${member} has trait ${trait}, which this tool does not know`);
  }
  return place;
}
