/** Compiles shapes into decoders of XML elements: elements in, values by SDK names out. */

import type { ListShape, Member, ServiceSchema, StructureShape } from "#generated/schema";
import { located, MalformedInput } from "./malformed.ts";
import { textReader } from "./textValue.ts";
import type { XmlElement } from "./xmlElement.ts";

/** Gives the value of an element or throws MalformedInput. */
export type XmlDecoder = (element: XmlElement) => unknown;

/** A function that gives the decoder of a shape by name; each shape is compiled once. Shapes must not contain themselves. */
export function createXmlDecoders(schema: ServiceSchema): (shape: string) => XmlDecoder {
  const compiled = new Map<string, XmlDecoder>();

  function decoderOf(name: string): XmlDecoder {
    const known = compiled.get(name);
    if (known) return known;
    const decode = compile(schema, name, decoderOf);
    compiled.set(name, decode);
    return decode;
  }

  return decoderOf;
}

function compile(schema: ServiceSchema, name: string, decoderOf: (name: string) => XmlDecoder): XmlDecoder {
  const shape = schema.shapes[name];
  if (shape?.kind === "structure") return structureDecoder(shape, schema, decoderOf);
  if (shape?.kind === "list") return listDecoder(shape, decoderOf);
  const read = textReader(schema, name);
  return shape?.kind === "string" ? ({ text }) => read([text]) : ({ text }) => read([text.trim()]);
}

function listDecoder(shape: ListShape, decoderOf: (name: string) => XmlDecoder): XmlDecoder {
  const decode = decoderOf(shape.member);
  const element = shape.element ?? "member";
  return ({ children }) => decodeAll(children, element, decode);
}

function decodeAll(elements: readonly XmlElement[], name: string, decode: XmlDecoder): unknown[] {
  const values: unknown[] = [];
  for (const element of elements) {
    if (element.name !== name) continue;
    try {
      values.push(decode(element));
    } catch (error) {
      throw located(error, `${name} ${values.length + 1}`);
    }
  }
  return values;
}

function structureDecoder(
  shape: StructureShape,
  schema: ServiceSchema,
  decoderOf: (name: string) => XmlDecoder,
): XmlDecoder {
  const members = Object.entries(shape.members)
    .filter(([, { location }]) => location === undefined)
    .map(([name, member]) => ({
      name,
      required: member.required === true,
      read: memberReader(member, schema, decoderOf),
    }));
  return ({ children }) => {
    const structure: Record<string, unknown> = {};
    for (const { name, required, read } of members) {
      const value = read(children);
      if (value !== undefined) structure[name] = value;
      else if (required) throw new MalformedInput(`the element ${name} is missing`);
    }
    return structure;
  };
}

function memberReader(
  { shape, wire, flattened }: Member,
  schema: ServiceSchema,
  decoderOf: (name: string) => XmlDecoder,
): (children: readonly XmlElement[]) => unknown {
  const target = schema.shapes[shape];
  if (flattened && target?.kind === "list") {
    const decode = decoderOf(target.member);
    return (children) => (children.some(({ name }) => name === wire) ? decodeAll(children, wire, decode) : undefined);
  }
  const decode = decoderOf(shape);
  return (children) => {
    const element = children.find(({ name }) => name === wire);
    if (!element) return undefined;
    try {
      return decode(element);
    } catch (error) {
      throw located(error, wire);
    }
  };
}
