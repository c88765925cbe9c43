/** TypeScript definitions before they are printed: what types and the reference page are made of. Leaf types. */

export type TypeExpression =
  | {
      readonly kind: "scalar";
      readonly name: "string" | "number" | "boolean" | "unknown" | "Uint8Array" | "AsyncIterable<Uint8Array>";
    }
  /** A named union of enumeration values. */
  | { readonly kind: "literal"; readonly name: string }
  | { readonly kind: "reference"; readonly name: string }
  | { readonly kind: "array"; readonly readonly: boolean; readonly of: TypeExpression }
  | { readonly kind: "record"; readonly readonly: boolean; readonly of: TypeExpression };

export interface MemberDefinition {
  readonly name: string;
  readonly required: boolean;
  readonly type: TypeExpression;
  /** What it means, where that is written down. */
  readonly about?: string;
  /** Short facts: place and name on the wire, limits. */
  readonly notes: readonly string[];
}

/** What a definition is for; the page groups by it. */
export type Role = "union" | "request" | "response" | "structure" | "client";

export interface StructureDefinition {
  readonly kind: "structure";
  readonly name: string;
  readonly role: Role;
  readonly about: string;
  readonly members: readonly MemberDefinition[];
}

export interface UnionDefinition {
  readonly kind: "union";
  readonly name: string;
  readonly role: "union";
  readonly about: string;
  readonly options: readonly string[];
}

export type Definition = StructureDefinition | UnionDefinition;

export interface LiteralDefinition {
  readonly name: string;
  readonly values: readonly string[];
}

export interface OperationDefinition {
  readonly name: string;
  readonly input: string;
  readonly output: string;
  readonly about: string;
}

export interface Definitions {
  readonly service: string;
  readonly definitions: readonly Definition[];
  readonly literals: readonly LiteralDefinition[];
  readonly operations: readonly OperationDefinition[];
}
