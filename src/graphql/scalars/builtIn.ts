/** The five scalars of GraphQL itself. */

import type { Scalar } from "./scalar.ts";

const int32 = 2_147_483_647;

export const stringScalar: Scalar = {
  name: "String",
  description: "Text.",
  storage: "text",
  filter: "String",
  coerce: (value) => (typeof value === "string" ? value : undefined),
};

export const idScalar: Scalar = {
  name: "ID",
  description: "An identifier; numbers are taken as text.",
  storage: "text",
  filter: "ID",
  coerce: (value) => {
    if (typeof value === "string") return value;
    return typeof value === "number" && Number.isSafeInteger(value) ? String(value) : undefined;
  },
};

export const intScalar: Scalar = {
  name: "Int",
  description: "A signed 32-bit integer.",
  storage: "integer",
  filter: "Int",
  coerce: (value) =>
    typeof value === "number" && Number.isInteger(value) && value >= -int32 - 1 && value <= int32
      ? value + 0
      : undefined,
};

export const floatScalar: Scalar = {
  name: "Float",
  description: "A double-precision number.",
  storage: "number",
  filter: "Float",
  coerce: (value) => (typeof value === "number" && Number.isFinite(value) ? value : undefined),
};

export const booleanScalar: Scalar = {
  name: "Boolean",
  description: "true or false.",
  storage: "boolean",
  filter: "Boolean",
  coerce: (value) => (typeof value === "boolean" ? value : undefined),
};
