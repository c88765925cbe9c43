/** What a scalar is to the engine: how a value gets in, how it is stored, how it is filtered. Leaf types. */

/** A value as it goes into a column or a stored document. */
export type ScalarValue = string | number | boolean;

export interface Scalar {
  readonly name: string;
  readonly description: string;
  /** How the column is stored and how its text becomes JSON. */
  readonly storage: "text" | "integer" | "number" | "boolean";
  /** Which Model<..>Input filters it. */
  readonly filter: "String" | "ID" | "Int" | "Float" | "Boolean";
  /** Takes a JSON value from variables or a literal; undefined when it is not of this type. */
  coerce(value: unknown): ScalarValue | undefined;
}
