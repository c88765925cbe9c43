/** Two printed schemas, compared without regard to order: every difference as a line a person can act on. */

import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  parse,
  print,
  type StringValueNode,
} from "graphql";

/** A path into the schema -> what stands there. A path's parent is told first, so a missing parent hides its children. */
type Facts = Map<string, string>;

/** Lines like `missing Todo.name: String!`; empty when the schemas say the same. */
export function compareSchemas(official: string, ours: string): readonly string[] {
  return compareFacts(factsOf(official), factsOf(ours));
}

function compareFacts(official: Facts, ours: Facts): readonly string[] {
  const lines: string[] = [];
  const told: string[] = [];
  const isTold = (path: string): boolean => told.some((parent) => path.startsWith(parent));
  for (const path of [...new Set([...official.keys(), ...ours.keys()])].sort()) {
    const expected = official.get(path);
    const actual = ours.get(path);
    if (expected === actual || isTold(path)) continue;
    if (expected !== undefined && actual !== undefined) {
      lines.push(`differs ${path}: official ${expected || "nothing"}, ours ${actual || "nothing"}`);
      continue;
    }
    // The children of a type follow its path and a dot, those of a field or argument a space or bracket.
    told.push(`${path}.`, `${path}(`, `${path} `);
    lines.push(expected === undefined ? `extra   ${path}: ${actual}` : `missing ${path}: ${expected}`);
  }
  return lines;
}

function factsOf(sdl: string): Facts {
  const facts: Facts = new Map();
  for (const definition of parse(sdl, { noLocation: true }).definitions) addDefinition(facts, definition);
  return facts;
}

function addDefinition(facts: Facts, node: DefinitionNode): void {
  switch (node.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION:
      add(facts, node.name.value, node.kind === Kind.OBJECT_TYPE_DEFINITION ? "type" : "interface", node);
      for (const each of node.interfaces ?? []) facts.set(`${node.name.value} implements ${each.name.value}`, "");
      for (const field of node.fields ?? []) addField(facts, node.name.value, field);
      return;
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      add(facts, node.name.value, "input", node);
      for (const field of node.fields ?? []) addInput(facts, `${node.name.value}.${field.name.value}`, field);
      return;
    case Kind.ENUM_TYPE_DEFINITION:
      add(facts, node.name.value, "enum", node);
      for (const value of node.values ?? []) add(facts, `${node.name.value}.${value.name.value}`, "value", value);
      return;
    case Kind.UNION_TYPE_DEFINITION:
      add(facts, node.name.value, "union", node);
      for (const type of node.types ?? []) facts.set(`${node.name.value}.${type.name.value}`, "member");
      return;
    case Kind.SCALAR_TYPE_DEFINITION:
      add(facts, node.name.value, "scalar", node);
      return;
    case Kind.SCHEMA_DEFINITION:
      // Roots of the usual names need no telling.
      for (const { operation, type } of node.operationTypes) {
        const usual = operation.charAt(0).toUpperCase() + operation.slice(1);
        if (type.name.value !== usual) facts.set(`schema ${operation}`, type.name.value);
      }
      return;
    default:
      facts.set(`${node.kind}: ${print(node)}`, "");
  }
}

function addField(facts: Facts, type: string, field: FieldDefinitionNode): void {
  const path = `${type}.${field.name.value}`;
  add(facts, path, print(field.type), field);
  for (const argument of field.arguments ?? []) addInput(facts, `${path}(${argument.name.value})`, argument);
}

function addInput(facts: Facts, path: string, node: InputValueDefinitionNode): void {
  const standard = node.defaultValue === undefined ? "" : ` = ${print(node.defaultValue)}`;
  add(facts, path, print(node.type) + standard, node);
}

interface Described {
  readonly description?: StringValueNode | undefined;
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
}

function add(facts: Facts, path: string, value: string, node: Described): void {
  facts.set(path, value);
  facts.set(`${path} directives`, (node.directives ?? []).map(printDirective).sort().join(" "));
  facts.set(`${path} description`, JSON.stringify(node.description?.value ?? ""));
}

function printDirective(node: ConstDirectiveNode): string {
  const given = (node.arguments ?? []).map((argument) => `${argument.name.value}: ${print(argument.value)}`).sort();
  return `@${node.name.value}${given.length === 0 ? "" : `(${given.join(", ")})`}`;
}
