/** Syntax tree to draft: collects the definitions and refuses what no schema here may hold. */

import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputObjectTypeDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  print,
  type TypeNode,
} from "graphql";
import type { Draft, FieldDraft, Notes, TypeDraft } from "./draft.ts";
import type { CustomArgument, EnumType, InputType, TypeRef } from "./model.ts";
import { isRootType, memberNameProblem, typeNameProblem } from "./names.ts";
import { positionOf } from "./parse.ts";

type ObjectNode = ObjectTypeDefinitionNode | ObjectTypeExtensionNode;

/** A root type may be written in several pieces. */
type RootDraft = TypeDraft & { readonly fields: Map<string, FieldDraft> };

interface Reading {
  readonly types: Map<string, TypeDraft>;
  readonly enums: Map<string, EnumType>;
  readonly inputs: Map<string, InputType>;
  readonly roots: Map<string, RootDraft>;
  globalPublic: boolean;
  readonly notes: Notes;
}

/** Reads every definition; problems go to `notes`, the draft holds what was understood. */
export function readDraft(document: DocumentNode, dialect: Draft["dialect"], notes: Notes): Draft {
  const reading: Reading = {
    types: new Map(),
    enums: new Map(),
    inputs: new Map(),
    roots: new Map(),
    globalPublic: false,
    notes,
  };
  for (const definition of document.definitions) readDefinition(reading, definition);
  return {
    dialect,
    types: reading.types,
    enums: reading.enums,
    inputs: reading.inputs,
    roots: [...reading.roots.values()],
    globalPublic: reading.globalPublic,
  };
}

function readDefinition(reading: Reading, node: DefinitionNode): void {
  switch (node.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
      if (isRootType(node.name.value)) return readRoot(reading, node);
      if (claimName(reading, node, node.name.value))
        reading.types.set(node.name.value, readObject(node, reading.notes));
      return;
    case Kind.OBJECT_TYPE_EXTENSION:
      if (isRootType(node.name.value)) return readRoot(reading, node);
      return refuse(
        reading.notes,
        node,
        `extend type ${node.name.value}: only Query, Mutation and Subscription can be extended.`,
      );
    case Kind.ENUM_TYPE_DEFINITION: {
      if (!claimName(reading, node, node.name.value)) return;
      const values = (node.values ?? []).map((value) => value.name.value);
      if (values.length === 0) return refuse(reading.notes, node, `Enum ${node.name.value} has no values.`);
      if (new Set(values).size < values.length)
        refuse(reading.notes, node, `Enum ${node.name.value} has a value twice.`);
      for (const value of node.values ?? []) refuseDirectives(reading.notes, value.directives, "enum values");
      refuseDirectives(reading.notes, node.directives, "enums");
      reading.enums.set(node.name.value, {
        name: node.name.value,
        position: positionOf(node),
        values,
        ...described(node),
      });
      return;
    }
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      return node.name.value === "AMPLIFY" ? readGlobals(reading, node) : readInput(reading, node);
    case Kind.SCHEMA_DEFINITION:
      for (const operation of node.operationTypes) {
        if (operation.type.name.value.toLowerCase() !== operation.operation) {
          refuse(
            reading.notes,
            operation,
            `The ${operation.operation} type must be called ${capital(operation.operation)}.`,
          );
        }
      }
      return;
    case Kind.SCALAR_TYPE_DEFINITION:
      return refuse(
        reading.notes,
        node,
        `scalar ${node.name.value}: AppSync takes no custom scalars; use String or AWSJSON.`,
      );
    case Kind.INTERFACE_TYPE_DEFINITION:
      return refuse(reading.notes, node, `interface ${node.name.value}: interfaces are not supported yet.`);
    case Kind.UNION_TYPE_DEFINITION:
      return refuse(reading.notes, node, `union ${node.name.value}: unions are not supported yet.`);
    case Kind.DIRECTIVE_DEFINITION:
      return refuse(
        reading.notes,
        node,
        `directive @${node.name.value}: a schema cannot define directives of its own.`,
      );
    case Kind.OPERATION_DEFINITION:
    case Kind.FRAGMENT_DEFINITION:
      return refuse(reading.notes, node, "A schema holds types only, no queries or fragments.");
    default:
      return refuse(reading.notes, node, `${node.kind} is not allowed in a schema.`);
  }
}

/** An object type that is no root. */
export function readObject(node: ObjectTypeDefinitionNode, notes: Notes): TypeDraft {
  const name = node.name.value;
  if ((node.interfaces ?? []).length > 0)
    refuse(notes, node, `${name} implements an interface: interfaces are not supported yet.`);
  const fields = readFields(notes, node, new Map());
  if (fields.size === 0) refuse(notes, node, `Type ${name} has no fields.`);
  return objectDraft(node, fields);
}

function objectDraft(node: ObjectNode, fields: Map<string, FieldDraft>): RootDraft {
  return {
    name: node.name.value,
    description: "description" in node ? node.description?.value : undefined,
    position: positionOf(node),
    uses: node.directives ?? [],
    directives: [],
    fields,
  };
}

function readFields(notes: Notes, node: ObjectNode, into: Map<string, FieldDraft>): Map<string, FieldDraft> {
  for (const field of node.fields ?? []) {
    if (!fieldIsNew(notes, field, node.name.value, into)) continue;
    into.set(field.name.value, {
      name: field.name.value,
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

function readRoot(reading: Reading, node: ObjectNode): void {
  refuseDirectives(reading.notes, node.directives, `type ${node.name.value}`);
  const root = reading.roots.get(node.name.value) ?? objectDraft(node, new Map());
  reading.roots.set(node.name.value, root);
  readFields(reading.notes, node, root.fields);
}

function readInput(reading: Reading, node: InputObjectTypeDefinitionNode): void {
  if (!claimName(reading, node, node.name.value)) return;
  refuseDirectives(reading.notes, node.directives, "input types");
  const fields = (node.fields ?? []).map((field) => readArgument(reading.notes, field));
  if (fields.length === 0) refuse(reading.notes, node, `Input ${node.name.value} has no fields.`);
  if (new Set(fields.map((field) => field.name)).size < fields.length) {
    refuse(reading.notes, node, `Input ${node.name.value} has a field twice.`);
  }
  reading.inputs.set(node.name.value, {
    name: node.name.value,
    position: positionOf(node),
    fields,
    ...described(node),
  });
}

/** `input AMPLIFY { globalAuthRule: AuthRule = { allow: public } }`; the official spelling `AuthRule!` does too. */
function readGlobals(reading: Reading, node: InputObjectTypeDefinitionNode): void {
  for (const field of node.fields ?? []) {
    const text = field.defaultValue === undefined ? "" : print(field.defaultValue).replaceAll(/\s/g, "");
    if (
      (field.name.value === "globalAuthRule" || field.name.value === "global_auth_rule") &&
      text === "{allow:public}"
    ) {
      reading.globalPublic = true;
    } else {
      refuse(
        reading.notes,
        field,
        `AMPLIFY.${field.name.value}: only globalAuthRule: AuthRule = { allow: public } is supported yet.`,
      );
    }
  }
}

function readArgument(notes: Notes, node: InputValueDefinitionNode): CustomArgument {
  const problem = memberNameProblem(node.name.value);
  if (problem !== undefined) refuse(notes, node, problem);
  refuseDirectives(notes, node.directives, "arguments and input fields");
  const defaultValue = node.defaultValue === undefined ? {} : { defaultValue: print(node.defaultValue) };
  return { name: node.name.value, type: typeRef(node.type), ...described(node), ...defaultValue };
}

function fieldIsNew(
  notes: Notes,
  node: FieldDefinitionNode,
  type: string,
  taken: ReadonlyMap<string, unknown>,
): boolean {
  const problem = memberNameProblem(node.name.value);
  if (problem !== undefined) refuse(notes, node, problem);
  const repeated = taken.has(node.name.value);
  if (repeated) refuse(notes, node, `${type}.${node.name.value} is defined twice.`);
  return problem === undefined && !repeated;
}

function claimName(reading: Reading, node: DefinitionNode, name: string): boolean {
  const taken = reading.types.has(name) || reading.enums.has(name) || reading.inputs.has(name);
  const problem = taken ? `${name} is defined twice.` : typeNameProblem(name);
  if (problem !== undefined) refuse(reading.notes, node, problem);
  return problem === undefined;
}

function refuseDirectives(notes: Notes, uses: readonly ConstDirectiveNode[] | undefined, where: string): void {
  for (const use of uses ?? []) refuse(notes, use, `@${use.name.value} on ${where} is not supported yet.`);
}

function refuse(notes: Notes, node: Parameters<typeof positionOf>[0], message: string): void {
  notes.problem(positionOf(node), message);
}

function described(node: { readonly description?: { readonly value: string } | undefined }): { description?: string } {
  return node.description === undefined ? {} : { description: node.description.value };
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** A type as the Model writes it. */
export function typeRef(node: TypeNode): TypeRef {
  if (node.kind === Kind.NON_NULL_TYPE) return { ...typeRef(node.type), required: true };
  if (node.kind === Kind.LIST_TYPE) return { list: typeRef(node.type), required: false };
  return { name: node.name.value, required: false };
}
