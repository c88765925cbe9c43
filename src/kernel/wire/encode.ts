/** Compiles shapes into encoders: values by SDK names in, JSON-able values by wire names out. */

import type { ListShape, MapShape, ServiceSchema, Shape, StructureShape } from "#generated/schema";
import { epochSeconds } from "#kernel/time";

/** Gives what JSON.stringify shall see. Never called with undefined or null. */
export type Encoder = (value: unknown) => unknown;

/** A function that gives the encoder of a shape by name; each shape is compiled once. */
export function createEncoders(schema: ServiceSchema): (shape: string) => Encoder {
  const compiled = new Map<string, Encoder>();

  function encoderOf(name: string): Encoder {
    const known = compiled.get(name);
    if (known) return known;
    const shape = schema.shapes[name];
    if (!shape) throw new Error(`${schema.service} has no shape ${name}.`);
    let encode: Encoder | undefined;
    compiled.set(name, (value) => encode?.(value));
    encode = compile(name, shape, encoderOf);
    compiled.set(name, encode);
    return encode;
  }

  return encoderOf;
}

function compile(name: string, shape: Shape, encoderOf: (name: string) => Encoder): Encoder {
  switch (shape.kind) {
    case "string":
      return (value) => expectType(name, value, "string");
    case "boolean":
      return (value) => expectType(name, value, "boolean");
    case "integer":
    case "long":
    case "double":
    case "float":
      return (value) => finite(name, value);
    case "timestamp":
      return (value) => epochSeconds(finite(name, value));
    case "blob":
      return (value) => base64(name, value);
    case "document":
      return (value) => value;
    case "list":
      return listEncoder(name, shape, encoderOf);
    case "map":
      return mapEncoder(name, shape, encoderOf);
    default:
      return structureEncoder(name, shape, encoderOf);
  }
}

function listEncoder(name: string, shape: ListShape, encoderOf: (name: string) => Encoder): Encoder {
  const encode = encoderOf(shape.member);
  return (value) => {
    if (!Array.isArray(value)) throw wrongOutput(name, "a list");
    return value.map(encode);
  };
}

function mapEncoder(name: string, shape: MapShape, encoderOf: (name: string) => Encoder): Encoder {
  const encode = encoderOf(shape.value);
  return (value) => {
    const map: Record<string, unknown> = Object.create(null);
    for (const [key, item] of Object.entries(asMembers(name, value))) {
      if (item !== undefined && item !== null) map[key] = encode(item);
    }
    return map;
  };
}

/** The encoder of a structure that need not have a name of its own; `name` is for error texts. */
export function structureEncoder(name: string, shape: StructureShape, encoderOf: (name: string) => Encoder): Encoder {
  const members = Object.entries(shape.members).map(([member, { shape: target, wire }]) => {
    return { member, wire, encode: encoderOf(target) };
  });
  return (value) => {
    const source = asMembers(name, value);
    const structure: Record<string, unknown> = {};
    for (const { member, wire, encode } of members) {
      const item = source[member];
      if (item !== undefined && item !== null) structure[wire] = encode(item);
    }
    return structure;
  };
}

function expectType(name: string, value: unknown, type: "string" | "boolean"): unknown {
  if (typeof value === type) return value;
  throw wrongOutput(name, `a ${type}`);
}

function finite(name: string, value: unknown): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw wrongOutput(name, "a finite number");
}

function base64(name: string, value: unknown): string {
  if (value instanceof Uint8Array) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64");
  }
  throw wrongOutput(name, "bytes");
}

function asMembers(name: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  throw wrongOutput(name, "a structure");
}

/** An operation gave something its schema does not allow: our bug, never the caller's fault. */
function wrongOutput(shape: string, expected: string): Error {
  return new Error(`An operation's output does not fit its schema: ${shape} must be ${expected}.`);
}
