/** Joins a client's model with the constraints taken from botocore: every type becomes a named shape. */

import type { Member, ServiceSchema, Shape } from "#generated/schema";
import type { Constraints, ShapeConstraint } from "./constraints.ts";
import type { ClientModel, ClientType, SimpleType } from "./model.ts";
import { minimumOf, toEcmaScript } from "./pattern.ts";

/** The service as generated data. */
export function mergeConstraints(model: ClientModel, constraints: Constraints): ServiceSchema {
  const shapes = new Shapes(model.enumerations, constraints.shapes);
  for (const [name, structure] of Object.entries(model.structures)) {
    const members: Record<string, Member> = {};
    for (const { name: member, wire, required, location, flattened, type } of structure.members) {
      members[member] = {
        shape: shapes.add(type, constraints.members[name]?.[member]),
        wire,
        ...(required ? { required } : {}),
        ...(location === undefined ? {} : { location }),
        ...(flattened ? { flattened } : {}),
      };
    }
    const { sensitive, xmlName } = structure;
    const marks = { ...(sensitive ? { sensitive } : {}), ...(xmlName === undefined ? {} : { xmlName }) };
    shapes.put(name, { kind: "structure", members, ...marks });
  }
  const { service, version, signingName, protocol, targetPrefix, xmlNamespace, others, operations, errors } = model;
  const target = targetPrefix === undefined ? {} : { targetPrefix };
  const xml = xmlNamespace === undefined ? {} : { xmlNamespace };
  const head = { service, version, signingName, protocol, ...target, ...xml, ...(others && { others }) };
  return { ...head, operations, errors, shapes: shapes.sorted() };
}

class Shapes {
  readonly #shapes = new Map<string, Shape>();
  readonly #enumerations: Readonly<Record<string, readonly string[]>>;
  readonly #constraints: Readonly<Record<string, ShapeConstraint>>;

  constructor(
    enumerations: Readonly<Record<string, readonly string[]>>,
    constraints: Readonly<Record<string, ShapeConstraint>>,
  ) {
    this.#enumerations = enumerations;
    this.#constraints = constraints;
  }

  /** Registers a type and what it holds; `constrained` is botocore's name for it. Answers its shape name. */
  add(type: ClientType, constrained: string | undefined): string {
    if (type.kind === "structure") return type.name;
    const constraint = constrained === undefined ? {} : (this.#constraints[constrained] ?? {});
    const given = constrained === undefined ? undefined : tidy(constrained);
    if (type.kind === "list") {
      const member = this.add(type.member, constraint.member);
      return this.put(type.name ?? given ?? `ListOf${member}`, {
        kind: "list",
        member,
        ...(type.element === undefined ? {} : { element: type.element }),
        ...sizes(constraint),
      });
    }
    if (type.kind === "map") {
      const key = this.add(type.key, constraint.key);
      const value = this.add(type.value, constraint.value);
      return this.put(type.name ?? given ?? `MapOf${value}`, { kind: "map", key, value, ...sizes(constraint) });
    }
    return this.#addSimple(type, constraint, given);
  }

  /** Registers a shape; two shapes may share a name only when they are equal. */
  put(name: string, shape: Shape): string {
    const there = this.#shapes.get(name);
    if (there !== undefined && JSON.stringify(there) !== JSON.stringify(shape)) {
      throw new Error(`two different shapes are called ${name}`);
    }
    this.#shapes.set(name, shape);
    return name;
  }

  sorted(): Readonly<Record<string, Shape>> {
    return Object.fromEntries([...this.#shapes].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #addSimple(type: SimpleType, constraint: ShapeConstraint, given: string | undefined): string {
    const sensitive = type.sensitive === true ? ({ sensitive: true } as const) : {};
    if (type.kind === "number") {
      if (constraint.type === undefined) throw new Error("a number is missing from constraints; run with --botocore");
      return this.put(given ?? constraint.type, { kind: constraint.type, ...sizes(constraint) });
    }
    if (type.kind !== "string") {
      const format = type.format === undefined ? {} : { format: type.format };
      const streaming = type.streaming === true ? ({ streaming: true } as const) : {};
      const plain = `${capitalised(type.kind)}${type.format === undefined ? "" : `As${capitalised(type.format)}`}`;
      return this.put(type.name ?? plain, { kind: type.kind, ...format, ...sensitive, ...streaming });
    }
    if (type.enumeration !== undefined) {
      const values = this.#enumerations[type.enumeration] ?? [];
      return this.put(type.enumeration, { kind: "string", enum: values, ...sensitive });
    }
    const pattern = constraint.pattern === undefined ? undefined : toEcmaScript(constraint.pattern);
    const min = Math.max(constraint.min ?? 0, minimumOf(constraint.pattern) ?? 0);
    const limits = sizes({ ...constraint, min });
    const name = type.name ?? given ?? "String";
    return this.put(name, { kind: "string", ...(pattern === undefined ? {} : { pattern }), ...limits, ...sensitive });
  }
}

/** Bounds worth stating; a minimum length of nothing is none, a minimum value of 0 is one. */
function sizes(constraint: ShapeConstraint): { readonly min?: number; readonly max?: number } {
  const min = constraint.min === 0 && constraint.type === undefined ? undefined : constraint.min;
  return { ...(min === undefined ? {} : { min }), ...(constraint.max === undefined ? {} : { max: constraint.max }) };
}

/** `__integerMin1Max25` -> `IntegerMin1Max25`. */
function tidy(name: string): string {
  return capitalised(name.replace(/^_+/, ""));
}

function capitalised(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}
