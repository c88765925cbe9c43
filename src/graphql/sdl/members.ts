/** Fields, arguments and values of a definition, and how a wrong one is told. */

import {
  type ASTNode,
  type ConstDirectiveNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  print,
  type TypeNode,
} from "graphql";
import type { FieldDraft, Notes } from "./draft.ts";
import type { CustomArgument, EnumValueNote, TypeRef } from "./model.ts";
import { memberNameProblem } from "./names.ts";
import { positionOf } from "./parse.ts";

/** Adds the fields to those the type has from an earlier piece. */
export function readFields(
  notes: Notes,
  type: string,
  nodes: readonly FieldDefinitionNode[] | undefined,
  into: Map<string, FieldDraft>,
): Map<string, FieldDraft> {
  for (const field of nodes ?? []) {
    const name = field.name.value;
    const problem = memberNameProblem(name);
    if (problem !== undefined) refuse(notes, field, problem);
    if (into.has(name)) refuse(notes, field, `${type}.${name} is defined twice.`);
    if (problem !== undefined || into.has(name)) continue;
    into.set(name, {
      name,
      type: typeRef(field.type),
      description: field.description?.value,
      position: positionOf(field),
      uses: field.directives ?? [],
      directives: [],
      arguments: (field.arguments ?? []).map((argument) => readArgument(notes, argument)),
    });
  }
  return into;
}

export function readArgument(notes: Notes, node: InputValueDefinitionNode): CustomArgument {
  const problem = memberNameProblem(node.name.value);
  if (problem !== undefined) refuse(notes, node, problem);
  refuseDirectives(notes, node.directives, "arguments and input fields");
  const defaultValue = node.defaultValue === undefined ? {} : { defaultValue: print(node.defaultValue) };
  return { name: node.name.value, type: typeRef(node.type), ...described(node), ...defaultValue };
}

/** What is said about a value of an enum beside its name; undefined when nothing is. */
export function readValueNote(notes: Notes, node: EnumValueDefinitionNode): EnumValueNote | undefined {
  const deprecated = node.directives?.find((use) => use.name.value === "deprecated");
  refuseDirectives(
    notes,
    node.directives?.filter((use) => use !== deprecated),
    "enum values",
  );
  const reason = deprecated?.arguments?.find((argument) => argument.name.value === "reason")?.value;
  if (deprecated === undefined && node.description === undefined) return undefined;
  return {
    ...described(node),
    ...(deprecated === undefined ? {} : { deprecated: reason?.kind === Kind.STRING ? reason.value : true }),
  };
}

export function refuseDirectives(notes: Notes, uses: readonly ConstDirectiveNode[] | undefined, where: string): void {
  for (const use of uses ?? []) refuse(notes, use, `@${use.name.value} on ${where} is not supported.`);
}

export function refuse(notes: Notes, node: ASTNode, message: string): void {
  notes.problem(positionOf(node), message);
}

export function described(node: { readonly description?: { readonly value: string } | undefined }): {
  description?: string;
} {
  return node.description === undefined ? {} : { description: node.description.value };
}

/** A type as the Model writes it. */
export function typeRef(node: TypeNode): TypeRef {
  if (node.kind === Kind.NON_NULL_TYPE) return { ...typeRef(node.type), required: true };
  if (node.kind === Kind.LIST_TYPE) return { list: typeRef(node.type), required: false };
  return { name: node.name.value, required: false };
}
