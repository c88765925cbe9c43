/** What values attributes may have, and who may write them. */

import type { Client } from "./client.ts";
import { badAttribute, invalidParameter, missingAttribute, notAuthorized } from "./faults.ts";
import type { AttributeDefinition, Pool } from "./pool.ts";

export type Attributes = Readonly<Record<string, string>>;

/** Who writes: a user through a client, or an administrator. */
export type Writer = { readonly client: Client } | "administrator";

/** Only verification codes and administrators make these true. */
const verifiedFlags: readonly string[] = ["email_verified", "phone_number_verified"];

const readOnly = "sub";

/**
 * Checks new values by the pool's schema and by what the writer may write. An empty value stands for removal.
 * @param present attributes the user has already; undefined for a new user, whose immutable ones may be set
 * @throws Fault InvalidParameterException or NotAuthorizedException
 */
export function checkAttributes(pool: Pool, given: Attributes, writer: Writer, present?: Attributes): void {
  for (const [name, value] of Object.entries(given)) {
    const definition = definitionOf(pool, name);
    if (!definition) throw badAttribute(name, "Attribute does not exist in the schema.");
    if (name === readOnly) throw invalidParameter("Cannot modify the non-mutable attribute sub");
    checkWriter(definition, writer);
    if (present && !definition.mutable) throw invalidParameter(`user.${name}: Attribute cannot be updated.\n`);
    if (value === "") {
      if (present && isNeeded(pool, definition)) throw missingAttribute(name);
      continue;
    }
    checkValue(definition, value);
  }
}

/** Refuses a new user who lacks a required attribute. @throws Fault InvalidParameterException */
export function checkRequired(pool: Pool, attributes: Attributes): void {
  for (const { name, required } of pool.settings.schema) {
    if (required && name !== readOnly && !attributes[name]) throw missingAttribute(name);
  }
}

/** Whether removing the attribute would leave the user without what the pool demands. */
export function isNeeded(pool: Pool, definition: AttributeDefinition): boolean {
  const { usernameAttributes } = pool.settings;
  const only = usernameAttributes.length === 1 ? usernameAttributes[0] : undefined;
  return definition.required || definition.name === only;
}

export function definitionOf(pool: Pool, name: string): AttributeDefinition | undefined {
  return pool.settings.schema.find((attribute) => attribute.name === name);
}

/** The attributes a client may read; the sub always. */
export function readable(client: Client | undefined, attributes: Attributes): Attributes {
  const names = client?.settings.readAttributes;
  const visible = Object.entries(attributes).filter(
    ([name]) => !name.startsWith("dev:") && (names === undefined || names.includes(name)),
  );
  return Object.fromEntries(visible);
}

function checkWriter(definition: AttributeDefinition, writer: Writer): void {
  if (writer === "administrator") return;
  const { writeAttributes } = writer.client.settings;
  const { name, developerOnly } = definition;
  const allowed = writeAttributes === undefined || writeAttributes.includes(name);
  if (!allowed || developerOnly || verifiedFlags.includes(name)) {
    throw notAuthorized("A client attempted to write unauthorized attribute");
  }
}

const formats: Readonly<Record<string, readonly [RegExp, string]>> = {
  email: [/^[^\s@,;<>()[\]"\\]+@[^\s@,;<>()[\]"\\]+$/u, "Invalid email address format."],
  phone_number: [/^\+\d{5,15}$/, "Invalid phone number format."],
  birthdate: [/^\d{4}-\d\d-\d\d$/, "Invalid date format, YYYY-MM-DD is needed."],
};

const longest = 2048;

function checkValue(definition: AttributeDefinition, value: string): void {
  const { name, type } = definition;
  const format = formats[name];
  if (format && !format[0].test(value)) throw invalidParameter(format[1]);
  if (type === "Boolean" && value !== "true" && value !== "false")
    throw badAttribute(name, "Boolean value is expected.");
  if (type === "Number" || name === "updated_at") checkNumber(definition, value);
  if (type === "DateTime" && Number.isNaN(Date.parse(value))) throw badAttribute(name, "Date value is expected.");
  if (type === "String") checkLength(definition, value);
  if (value.length > longest) throw badAttribute(name, `String must be no longer than ${longest} characters`);
}

function checkNumber({ name, minValue, maxValue }: AttributeDefinition, value: string): void {
  const number = Number(value);
  if (!/^-?\d+(\.\d+)?$/.test(value)) throw badAttribute(name, "Number value is expected.");
  if (minValue !== undefined && number < minValue) throw badAttribute(name, `Number must be at least ${minValue}`);
  if (maxValue !== undefined && number > maxValue) throw badAttribute(name, `Number must be at most ${maxValue}`);
}

function checkLength({ name, minLength, maxLength }: AttributeDefinition, value: string): void {
  const length = Array.from(value).length;
  if (minLength !== undefined && length < minLength) {
    throw badAttribute(name, `String must be at least ${minLength} characters long`);
  }
  if (maxLength !== undefined && length > maxLength) {
    throw badAttribute(name, `String must be no longer than ${maxLength} characters`);
  }
}
