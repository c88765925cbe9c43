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
import type { CustomArgument, CustomField, EnumType, InputType, TypeRef } from "./model.ts";
import { isRootType, memberNameProblem, typeNameProblem } from "./names.ts";
import { positionOf } from "./parse.ts";

type ObjectNode = ObjectTypeDefinitionNode | ObjectTypeExtensionNode;

interface Reading {
  readonly types: Map<string, TypeDraft>;
  readonly enums: Map<string, EnumType>;
  readonly inputs: Map<string, InputType>;
  readonly roots: Readonly<Record<string, CustomField[]>>;
  globalPublic: boolean;
  readonly notes: Notes;
}

/** Reads every definition; problems go to `notes`, the draft holds what was understood. */
export function readDraft(document: DocumentNode, notes: Notes): Draft {
  const reading: Reading = {
    types: new Map(),
    enums: new Map(),
    inputs: new Map(),
    roots: { Query: [], Mutation: [], Subscription: [] },
    globalPublic: false,
    notes,
  };
  for (const definition of document.definitions) readDefinition(reading, definition);
  return {
    types: reading.types,
    enums: reading.enums,
    inputs: reading.inputs,
    queries: reading.roots["Query"] ?? [],
    mutations: reading.roots["Mutation"] ?? [],
    subscriptions: reading.roots["Subscription"] ?? [],
    globalPublic: reading.globalPublic,
  };
}

function readDefinition(reading: Reading, node: DefinitionNode): void {
  switch (node.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
      return isRootType(node.name.value) ? readRoot(reading, node) : readObject(reading, node);
    case Kind.OBJECT_TYPE_EXTENSION:
      if (isRootType(node.name.value)) return readRoot(reading, node);
      return refuse(
        reading,
        node,
        `extend type ${node.name.value}: only Query, Mutation and Subscription can be extended.`,
      );
    case Kind.ENUM_TYPE_DEFINITION: {
      if (!claimName(reading, node, node.name.value)) return;
      const values = (node.values ?? []).map((value) => value.name.value);
      if (values.length === 0) return refuse(reading, node, `Enum ${node.name.value} has no values.`);
      if (new Set(values).size < values.length) refuse(reading, node, `Enum ${node.name.value} has a value twice.`);
      for (const value of node.values ?? []) refuseDirectives(reading, value.directives, "enum values");
      refuseDirectives(reading, node.directives, "enums");
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
          refuse(reading, operation, `The ${operation.operation} type must be called ${capital(operation.operation)}.`);
        }
      }
      return;
    case Kind.SCALAR_TYPE_DEFINITION:
      return refuse(
        reading,
        node,
        `scalar ${node.name.value}: AppSync takes no custom scalars; use String or AWSJSON.`,
      );
    case Kind.INTERFACE_TYPE_DEFINITION:
      return refuse(reading, node, `interface ${node.name.value}: interfaces are not supported yet.`);
    case Kind.UNION_TYPE_DEFINITION:
      return refuse(reading, node, `union ${node.name.value}: unions are not supported yet.`);
    case Kind.DIRECTIVE_DEFINITION:
      return refuse(reading, node, `directive @${node.name.value}: a schema cannot define directives of its own.`);
    case Kind.OPERATION_DEFINITION:
    case Kind.FRAGMENT_DEFINITION:
      return refuse(reading, node, "A schema holds types only, no queries or fragments.");
    default:
      return refuse(reading, node, `${node.kind} is not allowed in a schema.`);
  }
}

function readObject(reading: Reading, node: ObjectNode): void {
  const name = node.name.value;
  if (!claimName(reading, node, name)) return;
  if ((node.interfaces ?? []).length > 0)
    refuse(reading, node, `${name} implements an interface: interfaces are not supported yet.`);
  const fields = new Map<string, FieldDraft>();
  for (const field of node.fields ?? []) {
    if (!fieldIsNew(reading, field, name, fields)) continue;
    if ((field.arguments ?? []).length > 0) {
      refuse(
        reading,
        field,
        `${name}.${field.name.value} has arguments: fields with their own resolver are not supported yet.`,
      );
    }
    fields.set(field.name.value, {
      name: field.name.value,
      type: typeRef(field.type),
      description: field.description?.value,
      position: positionOf(field),
      uses: field.directives ?? [],
      directives: [],
    });
  }
  if (fields.size === 0) refuse(reading, node, `Type ${name} has no fields.`);
  reading.types.set(name, {
    name,
    description: "description" in node ? node.description?.value : undefined,
    position: positionOf(node),
    uses: node.directives ?? [],
    directives: [],
    fields,
  });
}

function readRoot(reading: Reading, node: ObjectNode): void {
  refuseDirectives(reading, node.directives, `type ${node.name.value}`);
  const fields = reading.roots[node.name.value] ?? [];
  const taken = new Map(fields.map((field) => [field.name, field]));
  for (const field of node.fields ?? []) {
    if (!fieldIsNew(reading, field, node.name.value, taken)) continue;
    const subscribesTo = readSubscribe(reading, field, node.name.value);
    const custom: CustomField = {
      name: field.name.value,
      position: positionOf(field),
      type: typeRef(field.type),
      arguments: (field.arguments ?? []).map((argument) => readArgument(reading, argument)),
      ...described(field),
      ...(subscribesTo === undefined ? {} : { subscribesTo }),
    };
    taken.set(custom.name, custom);
    fields.push(custom);
  }
}

/** Root fields know one directive so far, and only subscriptions may carry it. */
function readSubscribe(reading: Reading, field: FieldDefinitionNode, root: string): readonly string[] | undefined {
  const rest = (field.directives ?? []).filter(
    (use) => use.name.value !== "aws_subscribe" && use.name.value !== "aws_api_key",
  );
  refuseDirectives(reading, rest, `fields of ${root}`);
  const use = field.directives?.find((each) => each.name.value === "aws_subscribe");
  if (use === undefined) return undefined;
  const value = use.arguments?.find((argument) => argument.name.value === "mutations")?.value;
  if (root !== "Subscription" || value?.kind !== Kind.LIST) {
    refuse(reading, use, '@aws_subscribe goes on Subscription fields and needs mutations: ["name"].');
    return undefined;
  }
  return value.values.flatMap((each) => (each.kind === Kind.STRING ? [each.value] : []));
}

function readInput(reading: Reading, node: InputObjectTypeDefinitionNode): void {
  if (!claimName(reading, node, node.name.value)) return;
  refuseDirectives(reading, node.directives, "input types");
  const fields = (node.fields ?? []).map((field) => readArgument(reading, field));
  if (fields.length === 0) refuse(reading, node, `Input ${node.name.value} has no fields.`);
  if (new Set(fields.map((field) => field.name)).size < fields.length) {
    refuse(reading, node, `Input ${node.name.value} has a field twice.`);
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
        reading,
        field,
        `AMPLIFY.${field.name.value}: only globalAuthRule: AuthRule = { allow: public } is supported yet.`,
      );
    }
  }
}

function readArgument(reading: Reading, node: InputValueDefinitionNode): CustomArgument {
  const problem = memberNameProblem(node.name.value);
  if (problem !== undefined) refuse(reading, node, problem);
  refuseDirectives(reading, node.directives, "arguments and input fields");
  const defaultValue = node.defaultValue === undefined ? {} : { defaultValue: print(node.defaultValue) };
  return { name: node.name.value, type: typeRef(node.type), ...described(node), ...defaultValue };
}

function fieldIsNew(
  reading: Reading,
  node: FieldDefinitionNode,
  type: string,
  taken: ReadonlyMap<string, unknown>,
): boolean {
  const problem = memberNameProblem(node.name.value);
  if (problem !== undefined) refuse(reading, node, problem);
  const repeated = taken.has(node.name.value);
  if (repeated) refuse(reading, node, `${type}.${node.name.value} is defined twice.`);
  return problem === undefined && !repeated;
}

function claimName(reading: Reading, node: DefinitionNode, name: string): boolean {
  const taken = reading.types.has(name) || reading.enums.has(name) || reading.inputs.has(name);
  const problem = taken ? `${name} is defined twice.` : typeNameProblem(name);
  if (problem !== undefined) refuse(reading, node, problem);
  return problem === undefined;
}

function refuseDirectives(reading: Reading, uses: readonly ConstDirectiveNode[] | undefined, where: string): void {
  for (const use of uses ?? []) refuse(reading, use, `@${use.name.value} on ${where} is not supported yet.`);
}

function refuse(reading: Reading, node: Parameters<typeof positionOf>[0], message: string): void {
  reading.notes.problem(positionOf(node), message);
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
