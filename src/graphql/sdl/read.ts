/** Syntax tree to draft: collects the definitions and refuses what no schema here may hold. */

import {
  type DefinitionNode,
  type DocumentNode,
  type EnumTypeDefinitionNode,
  type InputObjectTypeDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  print,
  type UnionTypeDefinitionNode,
} from "graphql";
import type { Draft, FieldDraft, InterfaceDraft, Notes, TypeDraft } from "./draft.ts";
import { described, readArgument, readFields, readValueNote, refuse, refuseDirectives } from "./members.ts";
import type { EnumType, EnumValueNote, InputType, UnionType } from "./model.ts";
import { isRootType, typeNameProblem } from "./names.ts";
import { positionOf } from "./parse.ts";

type ObjectNode = ObjectTypeDefinitionNode | ObjectTypeExtensionNode;

interface Reading {
  readonly types: Map<string, TypeDraft>;
  readonly interfaces: Map<string, InterfaceDraft>;
  readonly unions: Map<string, UnionType>;
  readonly enums: Map<string, EnumType>;
  readonly inputs: Map<string, InputType>;
  readonly roots: Map<string, TypeDraft>;
  globalPublic: boolean;
  readonly notes: Notes;
}

/** Reads every definition; problems go to `notes`, the draft holds what was understood. */
export function readDraft(document: DocumentNode, dialect: Draft["dialect"], notes: Notes): Draft {
  const reading: Reading = {
    types: new Map(),
    interfaces: new Map(),
    unions: new Map(),
    enums: new Map(),
    inputs: new Map(),
    roots: new Map(),
    globalPublic: false,
    notes,
  };
  const extensions = document.definitions.filter((node) => node.kind === Kind.OBJECT_TYPE_EXTENSION);
  for (const node of document.definitions) if (node.kind !== Kind.OBJECT_TYPE_EXTENSION) readDefinition(reading, node);
  for (const node of extensions) readExtension(reading, node);
  return {
    dialect,
    types: reading.types,
    interfaces: reading.interfaces,
    unions: reading.unions,
    enums: reading.enums,
    inputs: reading.inputs,
    roots: [...reading.roots.values()],
    globalPublic: reading.globalPublic,
  };
}

function readDefinition(reading: Reading, node: DefinitionNode): void {
  const { notes } = reading;
  switch (node.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
      if (isRootType(node.name.value)) return readRoot(reading, node);
      if (claimName(reading, node, node.name.value)) reading.types.set(node.name.value, readObject(node, notes));
      return;
    case Kind.ENUM_TYPE_DEFINITION:
      return readEnum(reading, node);
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      return node.name.value === "AMPLIFY" ? readGlobals(reading, node) : readInput(reading, node);
    case Kind.INTERFACE_TYPE_DEFINITION:
      return readInterface(reading, node);
    case Kind.UNION_TYPE_DEFINITION:
      return readUnion(reading, node);
    case Kind.SCHEMA_DEFINITION:
      for (const operation of node.operationTypes) {
        if (operation.type.name.value.toLowerCase() !== operation.operation) {
          refuse(notes, operation, `The ${operation.operation} type must be called ${capital(operation.operation)}.`);
        }
      }
      return;
    case Kind.SCALAR_TYPE_DEFINITION:
      return refuse(notes, node, `scalar ${node.name.value}: AppSync takes no custom scalars; use String or AWSJSON.`);
    case Kind.DIRECTIVE_DEFINITION:
      return refuse(notes, node, `directive @${node.name.value}: a schema cannot define directives of its own.`);
    case Kind.OPERATION_DEFINITION:
    case Kind.FRAGMENT_DEFINITION:
      return refuse(notes, node, "A schema holds types only, no queries or fragments.");
    default:
      return refuse(notes, node, `${node.kind} is not allowed in a schema; write it into the definition itself.`);
  }
}

/** More of a type that is defined elsewhere, or of Query, Mutation and Subscription. */
function readExtension(reading: Reading, node: ObjectTypeExtensionNode): void {
  const name = node.name.value;
  if (isRootType(name)) return readRoot(reading, node);
  const type = reading.types.get(name);
  if (type === undefined)
    return refuse(reading.notes, node, `extend type ${name}: there is no type ${name} to extend.`);
  const fields = readFields(reading.notes, name, node.fields, new Map(type.fields));
  reading.types.set(name, {
    ...type,
    uses: [...type.uses, ...(node.directives ?? [])],
    interfaces: [...type.interfaces, ...(node.interfaces ?? []).map((each) => each.name.value)],
    fields,
  });
}

/** An object type that is no root. */
export function readObject(node: ObjectTypeDefinitionNode, notes: Notes): TypeDraft {
  const name = node.name.value;
  const fields = readFields(notes, name, node.fields, new Map());
  if (fields.size === 0) refuse(notes, node, `Type ${name} has no fields.`);
  return objectDraft(node, fields);
}

function objectDraft(node: ObjectNode, fields: ReadonlyMap<string, FieldDraft>): TypeDraft {
  return {
    name: node.name.value,
    description: "description" in node ? node.description?.value : undefined,
    position: positionOf(node),
    uses: node.directives ?? [],
    directives: [],
    interfaces: (node.interfaces ?? []).map((each) => each.name.value),
    fields,
  };
}

/** A root type may be written in several pieces. */
function readRoot(reading: Reading, node: ObjectNode): void {
  const root = reading.roots.get(node.name.value) ?? objectDraft({ ...node, directives: [] }, new Map());
  const fields = readFields(reading.notes, node.name.value, node.fields, new Map(root.fields));
  reading.roots.set(node.name.value, { ...root, uses: [...root.uses, ...(node.directives ?? [])], fields });
}

function readEnum(reading: Reading, node: EnumTypeDefinitionNode): void {
  const { notes } = reading;
  if (!claimName(reading, node, node.name.value)) return;
  const values = (node.values ?? []).map((value) => value.name.value);
  if (values.length === 0) return refuse(notes, node, `Enum ${node.name.value} has no values.`);
  if (new Set(values).size < values.length) refuse(notes, node, `Enum ${node.name.value} has a value twice.`);
  refuseDirectives(notes, node.directives, "enums");
  const said: Record<string, EnumValueNote> = {};
  for (const value of node.values ?? []) {
    const note = readValueNote(notes, value);
    if (note !== undefined) said[value.name.value] = note;
  }
  reading.enums.set(node.name.value, {
    name: node.name.value,
    position: positionOf(node),
    values,
    ...described(node),
    ...(Object.keys(said).length === 0 ? {} : { notes: said }),
  });
}

function readInterface(reading: Reading, node: InterfaceTypeDefinitionNode): void {
  const name = node.name.value;
  if (!claimName(reading, node, name)) return;
  refuseDirectives(reading.notes, node.directives, "interfaces");
  const fields = readFields(reading.notes, name, node.fields, new Map());
  if (fields.size === 0) refuse(reading.notes, node, `Interface ${name} has no fields.`);
  const interfaces = (node.interfaces ?? []).map((each) => each.name.value);
  reading.interfaces.set(name, {
    name,
    description: node.description?.value,
    position: positionOf(node),
    interfaces,
    fields,
  });
}

function readUnion(reading: Reading, node: UnionTypeDefinitionNode): void {
  const name = node.name.value;
  if (!claimName(reading, node, name)) return;
  refuseDirectives(reading.notes, node.directives, "unions");
  const types = (node.types ?? []).map((each) => each.name.value);
  if (types.length === 0) refuse(reading.notes, node, `Union ${name} has no types.`);
  reading.unions.set(name, { name, position: positionOf(node), types, ...described(node) });
}

function readInput(reading: Reading, node: InputObjectTypeDefinitionNode): void {
  const { notes } = reading;
  if (!claimName(reading, node, node.name.value)) return;
  refuseDirectives(notes, node.directives, "input types");
  const fields = (node.fields ?? []).map((field) => readArgument(notes, field));
  if (fields.length === 0) refuse(notes, node, `Input ${node.name.value} has no fields.`);
  if (new Set(fields.map((field) => field.name)).size < fields.length) {
    refuse(notes, node, `Input ${node.name.value} has a field twice.`);
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
        `AMPLIFY.${field.name.value}: only globalAuthRule: AuthRule = { allow: public } is supported.`,
      );
    }
  }
}

function claimName(reading: Reading, node: DefinitionNode, name: string): boolean {
  const { types, interfaces, unions, enums, inputs } = reading;
  const taken = [types, interfaces, unions, enums, inputs].some((each: ReadonlyMap<string, unknown>) => each.has(name));
  const problem = taken ? `${name} is defined twice.` : typeNameProblem(name);
  if (problem !== undefined) refuse(reading.notes, node, problem);
  return problem === undefined;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
