/** Interfaces and unions: what fields of the user's own return. */

import type { InterfaceType, UnionType } from "#graphql/sdl/model";
import { block, type Definitions, describe } from "./definitions.ts";
import { outputField } from "./types.ts";

export function addInterface(definitions: Definitions, type: InterfaceType): void {
  const head = `interface ${type.name}${implementing(type)}`;
  definitions.write(
    type.name,
    describe(type.description) +
      block(
        head,
        type.fields.map((field) => outputField(definitions, type.name, field)),
      ),
  );
}

export function addUnion(definitions: Definitions, type: UnionType): void {
  definitions.write(type.name, `${describe(type.description)}union ${type.name} = ${type.types.join(" | ")}`);
}

function implementing(type: InterfaceType): string {
  return type.interfaces.length === 0 ? "" : ` implements ${type.interfaces.join(" & ")}`;
}
