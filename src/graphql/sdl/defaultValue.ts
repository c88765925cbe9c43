/** The text of @default(value:) as a value of the field's type. */

import { scalarNamed } from "#graphql/scalars/list";
import type { ScalarValue } from "#graphql/scalars/scalar";
import type { EnumType } from "./model.ts";

/** Undefined when the text is no value of the type. */
export function parseDefault(text: string, typeName: string, enumType: EnumType | undefined): ScalarValue | undefined {
  if (enumType !== undefined) return enumType.values.includes(text) ? text : undefined;
  const scalar = scalarNamed(typeName);
  if (scalar === undefined) return undefined;
  if (scalar.storage === "text") return scalar.coerce(text);
  if (scalar.storage === "boolean") return text === "true" ? true : text === "false" ? false : undefined;
  return text.trim() === "" ? undefined : scalar.coerce(Number(text));
}
