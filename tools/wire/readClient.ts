/** Reads a published client into a `ClientModel`: its schema data, joined with its declaration files. */

import type { ErrorSchema, OperationSchema } from "#generated/schema";
import type { ClientMember, ClientModel, ClientStructure, ClientType } from "./model.ts";
import { type MemberTypes, readErrors, readMemberTypes } from "./readDeclarations.ts";
import { type ClientPackage, readPackage } from "./readPackage.ts";
import { readRuntime } from "./readRuntime.ts";
import { isTuple, type RawTuple, readType, splitMember, tuple } from "./readTypes.ts";
import type { ServiceSource } from "./services.ts";
import { placeOf, traitsOf } from "./traits.ts";

/** The service as its client describes it, cut to the operations the source names. */
export function readClient(source: ServiceSource): ClientModel {
  const client = readPackage(source.client);
  const schemas = schemasOf(client);
  const operations: Record<string, OperationSchema> = {};
  for (const name of operationNames(source, schemas)) {
    operations[name] = readOperation(client, pick(schemas, name, tuple.operation));
  }
  const errors: Record<string, ErrorSchema> = {};
  for (const name of sorted(Object.values(operations).flatMap((operation) => operation.errors))) {
    errors[name] = readError(pick(schemas, name, tuple.error));
  }
  const enumerations = enumerationsOf(client);
  return {
    source: `${client.name} ${client.version}`,
    ...readRuntime(client),
    ...(source.others ? { others: othersOf(schemas, operations) } : {}),
    operations,
    errors,
    structures: readStructures(
      schemas,
      readMemberTypes(client),
      new Set(Object.keys(enumerations)),
      operations,
      errors,
    ),
    enumerations,
  };
}

type Schemas = ReadonlyMap<string, RawTuple>;

/** Exported schemas by name; clients export each under its name and a dollar sign. */
function schemasOf(client: ClientPackage): Schemas {
  const entries = Object.entries(client.exports).filter((entry): entry is [string, RawTuple] => isTuple(entry[1]));
  return new Map(entries.map(([, schema]) => [schema[2], schema]));
}

function pick(schemas: Schemas, name: string, kind: number): RawTuple {
  const schema = schemas.get(name);
  if (schema?.[0] !== kind) throw new Error(`the client has no schema ${name} of kind ${kind}`);
  return schema;
}

function operationNames(source: Pick<ServiceSource, "operations">, schemas: Schemas): readonly string[] {
  const all = [...schemas.values()].filter((schema) => schema[0] === tuple.operation).map((schema) => schema[2]);
  return sorted(source.operations === "all" ? all : source.operations);
}

/** Method and URI of the operations that are not kept. */
function othersOf(schemas: Schemas, kept: Readonly<Record<string, unknown>>): Record<string, [string, string]> {
  const names = operationNames({ operations: "all" }, schemas).filter((name) => kept[name] === undefined);
  const routeOf = (name: string): [string, string] => {
    const [method, uri] = traitsOf(pick(schemas, name, tuple.operation)[3])["http"] as [string, string];
    return [method, uri];
  };
  return Object.fromEntries(names.map((name) => [name, routeOf(name)]));
}

function readOperation(client: ClientPackage, schema: RawTuple): OperationSchema {
  const [, , name, traits, input, output] = schema;
  const [method, uri, status] = (traitsOf(traits)["http"] ?? ["POST", "/", 200]) as [string, string, number];
  return { method, uri, status, input: nameOf(input), output: nameOf(output), errors: readErrors(client, name) };
}

function readError(schema: RawTuple): ErrorSchema {
  const traits = traitsOf(schema[3]);
  const fault = traits["error"] === "server" ? "server" : "client";
  return { status: Number(traits["httpError"] ?? (fault === "server" ? 500 : 400)), fault, shape: schema[2] };
}

function readStructures(
  schemas: Schemas,
  declared: MemberTypes,
  enumerations: ReadonlySet<string>,
  operations: Readonly<Record<string, OperationSchema>>,
  errors: Readonly<Record<string, ErrorSchema>>,
): Readonly<Record<string, ClientStructure>> {
  const found = new Map<string, ClientStructure>();
  const queue = Object.values(operations).flatMap((operation) => [operation.input, operation.output]);
  queue.push(...Object.keys(errors));
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (found.has(name)) continue;
    const schema = name === unit ? emptyStructure : schemas.get(name);
    if (schema === undefined) throw new Error(`the client has no schema ${name}`);
    const structure = readStructure(schema, declared.get(name), enumerations);
    found.set(name, structure);
    queue.push(...structure.members.flatMap((member) => reached(member.type)));
  }
  return Object.fromEntries(sorted(found.keys()).map((name) => [name, found.get(name) as ClientStructure]));
}

/** Tuple layout: names, types, then how many members from the first on are required. */
function readStructure(
  schema: RawTuple,
  declared: ReadonlyMap<string, string> | undefined,
  enumerations: ReadonlySet<string>,
): ClientStructure {
  const [kind, , structure, traits, names, types, required] = schema;
  const members = (names as string[]).map((name, index): ClientMember => {
    const { type, traits } = splitMember((types as unknown[])[index]);
    const declaredType = declared?.get(name) ?? (kind === tuple.error ? "" : undefined);
    if (declaredType === undefined) throw new Error(`the declaration files do not declare ${structure}.${name}`);
    return {
      name,
      ...placeOf(name, traits),
      required: index < ((required as number | undefined) ?? 0),
      type: readType(type, declaredType, enumerations),
    };
  });
  const { sensitive, xmlName } = traitsOf(traits);
  return { members, sensitive: sensitive === 1, ...(typeof xmlName === "string" ? { xmlName } : {}) };
}

function reached(type: ClientType): readonly string[] {
  if (type.kind === "structure") return [type.name];
  if (type.kind === "list") return reached(type.member);
  if (type.kind === "map") return reached(type.value);
  return [];
}

/** Enumerations are exported as plain objects of texts. */
function enumerationsOf(client: ClientPackage): Readonly<Record<string, readonly string[]>> {
  const found: Record<string, readonly string[]> = {};
  const text = client.read("dist-types/models/enums.d.ts");
  for (const [, name = ""] of text.matchAll(/^export declare const (\w+):/gm)) {
    found[name] = Object.values(client.exports[name] as Record<string, string>);
  }
  return found;
}

/** What clients say of an operation that takes or gives nothing; the wire data calls it `Unit`, a structure without members. */
const unit = "Unit";
const emptyStructure: RawTuple = [tuple.structure, "", unit, 0, [], []];

function nameOf(reference: unknown): string {
  const schema = typeof reference === "function" ? (reference as () => unknown)() : reference;
  if (schema === "unit") return unit;
  if (!isTuple(schema)) throw new Error("an operation's input or output is not a structure");
  return schema[2];
}

function sorted(names: Iterable<string>): string[] {
  return [...new Set(names)].sort();
}
