/** Look-ups over a Model that every reader of it needs. */

import { type EnumType, type Model, type ModelType, namedType, type ObjectType, type TypeRef } from "./model.ts";
import { scalarNamed } from "#graphql/scalars/list";
import type { Scalar } from "#graphql/scalars/scalar";

/** What a name of the SDL stands for. */
export type Meaning =
  | { readonly kind: "scalar"; readonly scalar: Scalar }
  | { readonly kind: "enum"; readonly enum: EnumType }
  | { readonly kind: "object"; readonly object: ObjectType }
  | { readonly kind: "model"; readonly model: ModelType }
  /** An interface or a union: what custom fields return, never stored. */
  | { readonly kind: "abstract"; readonly name: string };

export class Names {
  readonly model: Model;
  readonly #meanings = new Map<string, Meaning>();

  constructor(model: Model) {
    this.model = model;
    for (const each of model.models) this.#meanings.set(each.name, { kind: "model", model: each });
    for (const each of model.objects) this.#meanings.set(each.name, { kind: "object", object: each });
    for (const { name } of [...(model.interfaces ?? []), ...(model.unions ?? [])]) {
      this.#meanings.set(name, { kind: "abstract", name });
    }
    for (const each of model.enums) this.#meanings.set(each.name, { kind: "enum", enum: each });
  }

  /** The meaning of a type's innermost name. Names were checked when the SDL was read. */
  of(type: TypeRef): Meaning {
    const name = namedType(type);
    const scalar = scalarNamed(name);
    if (scalar !== undefined) return { kind: "scalar", scalar };
    const meaning = this.#meanings.get(name);
    if (meaning === undefined) throw new Error(`The Model has no type ${name}`);
    return meaning;
  }
}
