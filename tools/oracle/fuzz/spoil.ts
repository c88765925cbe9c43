/** Makes a random schema wrong in one place, perhaps: what the official tools refuse then must be refused by us. */

import {
  type ASTNode,
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  Kind,
  type NamedTypeNode,
  parse,
  print,
  type TypeNode,
  visit,
} from "graphql";
import type { RandomSchema } from "./dialect2.ts";
import type { Dice } from "./dice.ts";

type Spoiler = (node: ASTNode, dice: Dice) => ASTNode | null | undefined;

const named = (name: string): NamedTypeNode => ({ kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: name } });
const isField = (node: ASTNode): node is FieldDefinitionNode => node.kind === Kind.FIELD_DEFINITION;
const retype = (node: ASTNode, change: (type: TypeNode) => TypeNode): ASTNode | undefined =>
  isField(node) ? { ...node, type: change(node.type) } : undefined;

/** Undefined: not a place for this one. Null: the node goes. */
const spoilers: readonly Spoiler[] = [
  (node) => (isField(node) ? null : undefined),
  (node) => (node.kind === Kind.STRING ? { ...node, value: "nowhere" } : undefined),
  (node) => retype(node, (type) => (type.kind === Kind.NON_NULL_TYPE ? type.type : { kind: Kind.NON_NULL_TYPE, type })),
  (node) => retype(node, (type) => (type.kind === Kind.LIST_TYPE ? type.type : { kind: Kind.LIST_TYPE, type })),
  (node, dice) => retype(node, () => named(dice.pick(["Int", "Boolean", "ID", "AWSJSON", "Missing", "Kind", "Place"]))),
  (node) => (node.kind === Kind.DIRECTIVE ? null : undefined),
  (node) => (node.kind === Kind.ARGUMENT ? null : undefined),
  (node) => (node.kind === Kind.ENUM ? { ...node, value: "delete" } : undefined),
  (node) => (node.kind === Kind.OBJECT_FIELD ? null : undefined),
  (node) => (node.kind === Kind.LIST ? { ...node, values: [] } : undefined),
  (node) => (node.kind === Kind.LIST ? { ...node, values: [...node.values, ...node.values] } : undefined),
  (node) => (isField(node) ? { ...node, ...twice(node) } : undefined),
  (node) => (node.kind === Kind.OBJECT_TYPE_DEFINITION ? { ...node, ...twice(node) } : undefined),
  (node) => (node.kind === Kind.OBJECT_TYPE_DEFINITION ? null : undefined),
];

/** The first directive once more. */
function twice({ directives = [] }: { readonly directives?: readonly ConstDirectiveNode[] | undefined }): {
  directives: readonly ConstDirectiveNode[];
} {
  return { directives: [...directives.slice(0, 1), ...directives] };
}

export function spoil(schema: RandomSchema, dice: Dice): RandomSchema {
  const document = parse(schema.sdl, { noLocation: true });
  const spoiler = dice.pick(spoilers);
  const places: ASTNode[] = [];
  visit(document, {
    enter: (node) => {
      if (spoiler(node, dice) !== undefined) places.push(node);
    },
  });
  if (places.length === 0) return schema;
  const place = dice.pick(places);
  const spoiled = visit(document, { enter: (node) => (node === place ? spoiler(node, dice) : undefined) });
  return { ...schema, sdl: `${print(spoiled)}\n` };
}
