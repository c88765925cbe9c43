/** Compiles shapes into decoders: parsed JSON by wire names in, values by SDK names out. */

import type { ListShape, MapShape, NumberShape, ServiceSchema, Shape, StructureShape } from "#generated/schema";
import { describeJson, located, MalformedInput } from "./malformed.ts";

/** Gives the decoded value or throws MalformedInput. Never called with undefined or null, except for list members. */
export type Decoder = (value: unknown) => unknown;

/** A function that gives the decoder of a shape by name; each shape is compiled once. */
export function createDecoders(schema: ServiceSchema): (shape: string) => Decoder {
  const compiled = new Map<string, Decoder>();

  function decoderOf(name: string): Decoder {
    const known = compiled.get(name);
    if (known) return known;
    const shape = schema.shapes[name];
    if (!shape) throw new Error(`${schema.service} has no shape ${name}.`);
    // A shape may contain itself: whoever asks while it is being compiled gets a door to it.
    let decode: Decoder | undefined;
    compiled.set(name, (value) => decode?.(value));
    decode = compile(shape, decoderOf);
    compiled.set(name, decode);
    return decode;
  }

  return decoderOf;
}

function compile(shape: Shape, decoderOf: (name: string) => Decoder): Decoder {
  switch (shape.kind) {
    case "string":
      return decodeString;
    case "boolean":
      return decodeBoolean;
    case "integer":
    case "long":
    case "double":
    case "float":
      return numberDecoder(shape.kind);
    case "timestamp":
      return decodeTimestamp;
    case "blob":
      return decodeBlob;
    case "document":
      return (value) => value;
    case "list":
      return listDecoder(shape, decoderOf);
    case "map":
      return mapDecoder(shape, decoderOf);
    default:
      return isEmpty(shape) ? decodeUnknown : structureDecoder(shape, decoderOf);
  }
}

function decodeString(value: unknown): string {
  if (typeof value === "string") return value;
  throw new MalformedInput(`expected a string, found ${describeJson(value)}`);
}

function decodeBoolean(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw new MalformedInput(`expected true or false, found ${describeJson(value)}`);
}

function decodeNumber(value: unknown): number {
  if (typeof value !== "number") throw new MalformedInput(`expected a number, found ${describeJson(value)}`);
  // JSON allows 1e999, which reads as Infinity.
  if (!Number.isFinite(value)) throw new MalformedInput("the number is too large");
  return value;
}

/** Checks that a number fits the kind: whole numbers for integer (32 bits) and long (what a double holds exactly). */
export function numberDecoder(kind: NumberShape["kind"]): (value: unknown) => number {
  if (kind === "double" || kind === "float") return decodeNumber;
  const limit = kind === "integer" ? 2 ** 31 : 2 ** 53;
  return (value) => {
    const number = decodeNumber(value);
    if (!Number.isInteger(number)) throw new MalformedInput("expected a whole number");
    if (number < -limit || number >= limit) throw new MalformedInput(`the number does not fit ${kind}`);
    return number;
  };
}

/** Seconds on the wire, milliseconds inside. */
function decodeTimestamp(value: unknown): number {
  return Math.round(decodeNumber(value) * 1000);
}

/** Base64 on the wire, bytes inside. */
function decodeBlob(value: unknown): Uint8Array {
  const text = decodeString(value);
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new MalformedInput("expected base64");
  return new Uint8Array(Buffer.from(text, "base64"));
}

function listDecoder(shape: ListShape, decoderOf: (name: string) => Decoder): Decoder {
  const decode = decoderOf(shape.member);
  return (value) => {
    if (!Array.isArray(value)) throw new MalformedInput(`expected a list, found ${describeJson(value)}`);
    const list: unknown[] = [];
    for (let index = 0; index < value.length; index += 1) {
      try {
        list.push(decode(value[index]));
      } catch (error) {
        throw located(error, `${index + 1}.member`);
      }
    }
    return list;
  };
}

function mapDecoder(shape: MapShape, decoderOf: (name: string) => Decoder): Decoder {
  const decode = decoderOf(shape.value);
  return (value) => {
    // Without a prototype, `__proto__` is a key like any other.
    const map: Record<string, unknown> = Object.create(null);
    for (const [key, item] of Object.entries(asObject(value))) {
      if (item === null) continue;
      try {
        map[key] = decode(item);
      } catch (error) {
        throw located(error, key);
      }
    }
    return map;
  };
}

/** The decoder of a structure that need not have a name of its own. */
export function structureDecoder(shape: StructureShape, decoderOf: (name: string) => Decoder): Decoder {
  const members = Object.entries(shape.members).map(([name, member]) => {
    return { name, wire: member.wire, decode: decoderOf(member.shape), inherited: member.wire in Object.prototype };
  });
  return (value) => {
    const source = asObject(value);
    const structure: Record<string, unknown> = {};
    for (const member of members) {
      if (member.inherited && !Object.hasOwn(source, member.wire)) continue;
      const item = source[member.wire];
      if (item === undefined || item === null) continue;
      try {
        structure[member.name] = member.decode(item);
      } catch (error) {
        throw located(error, member.wire);
      }
    }
    return structure;
  };
}

function isEmpty(shape: StructureShape): boolean {
  return Object.keys(shape.members).length === 0;
}

/** A structure without members keeps what was sent, so that its operation can refuse what it would otherwise overlook. */
function decodeUnknown(value: unknown): unknown {
  return { ...asObject(value) };
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new MalformedInput(`expected a structure, found ${describeJson(value)}`);
}
