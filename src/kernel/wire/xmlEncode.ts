/** Compiles shapes into encoders of XML: values by SDK names in, the content of an element out. */

import type { ListShape, Member, ServiceSchema, StructureShape } from "#generated/schema";
import { xmlElement, xmlText } from "./writeXml.ts";

/** Gives what stands between the tags. Never called with undefined or null. */
export type XmlEncoder = (value: unknown) => string;

/** A function that gives the encoder of a shape by name; each shape is compiled once. Shapes must not contain themselves. */
export function createXmlEncoders(schema: ServiceSchema): (shape: string) => XmlEncoder {
  const compiled = new Map<string, XmlEncoder>();

  function encoderOf(name: string): XmlEncoder {
    const known = compiled.get(name);
    if (known) return known;
    const encode = compile(schema, name, encoderOf);
    compiled.set(name, encode);
    return encode;
  }

  return encoderOf;
}

function compile(schema: ServiceSchema, name: string, encoderOf: (name: string) => XmlEncoder): XmlEncoder {
  const shape = schema.shapes[name];
  switch (shape?.kind) {
    case "structure":
      return structureEncoder(shape, schema, encoderOf);
    case "list":
      return listEncoder(shape, shape.element ?? "member", encoderOf);
    case "string":
      return (value) => xmlText(String(value));
    case "timestamp":
      return timestampEncoder();
    case "boolean":
    case "integer":
    case "long":
      return String;
    default:
      throw new Error(`${schema.service} has a shape ${name} that does not travel in XML.`);
  }
}

/** Remembers the last one: the times of a list are often the same for many of its entries. */
function timestampEncoder(): XmlEncoder {
  let last: number | undefined;
  let text = "";
  return (value) => {
    const time = Number(value);
    if (time === last) return text;
    text = new Date(time).toISOString();
    last = time;
    return text;
  };
}

function listEncoder(shape: ListShape, element: string, encoderOf: (name: string) => XmlEncoder): XmlEncoder {
  const encode = encoderOf(shape.member);
  return (value) => {
    let text = "";
    for (const item of value as Iterable<unknown>) text += xmlElement(element, encode(item));
    return text;
  };
}

/** The encoder of those members of a structure that travel in the body. */
export function structureEncoder(
  shape: StructureShape,
  schema: ServiceSchema,
  encoderOf: (name: string) => XmlEncoder,
): XmlEncoder {
  const members = Object.entries(shape.members)
    .filter(([, { location }]) => location === undefined)
    .map(([name, member]) => ({ name, write: memberWriter(member, schema, encoderOf) }));
  return (value) => {
    const source = value as Readonly<Record<string, unknown>>;
    let text = "";
    for (const { name, write } of members) {
      const item = source[name];
      if (item !== undefined && item !== null) text += write(item);
    }
    return text;
  };
}

/** Writes the whole element of a member, or its elements where the list is flattened. */
function memberWriter(
  { shape, wire, flattened }: Member,
  schema: ServiceSchema,
  encoderOf: (name: string) => XmlEncoder,
): XmlEncoder {
  const target = schema.shapes[shape];
  if (flattened && target?.kind === "list") return listEncoder(target, wire, encoderOf);
  const encode = encoderOf(shape);
  return (value) => xmlElement(wire, encode(value));
}
