/** The attributes every user pool has, as OpenID Connect names them. */

import type { AttributeDefinition } from "./pool.ts";

function text(
  name: string,
  limits: { readonly minLength?: number; readonly maxLength?: number } = {},
): AttributeDefinition {
  const { minLength = 0, maxLength = 2048 } = limits;
  return { name, type: "String", required: false, mutable: true, developerOnly: false, minLength, maxLength };
}

function flag(name: string): AttributeDefinition {
  return { name, type: "Boolean", required: false, mutable: true, developerOnly: false };
}

export const standardAttributes: readonly AttributeDefinition[] = [
  { ...text("sub", { minLength: 1 }), required: true, mutable: false },
  text("name"),
  text("given_name"),
  text("family_name"),
  text("middle_name"),
  text("nickname"),
  text("preferred_username"),
  text("profile"),
  text("picture"),
  text("website"),
  text("email"),
  flag("email_verified"),
  text("gender"),
  text("birthdate", { minLength: 10, maxLength: 10 }),
  text("zoneinfo"),
  text("locale"),
  text("phone_number"),
  flag("phone_number_verified"),
  text("address"),
  { name: "updated_at", type: "Number", required: false, mutable: true, developerOnly: false, minValue: 0 },
];

/** The standard attributes with the given ones required. */
export function standardSchema(required: readonly string[]): readonly AttributeDefinition[] {
  return standardAttributes.map((attribute) =>
    required.includes(attribute.name) ? { ...attribute, required: true } : attribute,
  );
}
