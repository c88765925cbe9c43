/** Reads the input of a restJson1 operation: labels, query, headers and body, each compiled into a reader. */

import type { Member, OperationSchema, ServiceSchema } from "#generated/schema";
import { type Decoder, structureDecoder } from "./decode.ts";
import type { WireRequest } from "./http.ts";
import { readJsonBody } from "./jsonBody.ts";
import { decodeLabel } from "./label.ts";
import { located } from "./malformed.ts";
import type { OperationCodec } from "./protocol.ts";
import { parseQuery, splitTarget } from "./query.ts";
import { structureOf } from "./structureOf.ts";
import { type TextReader, textReader } from "./textValue.ts";

/** Reads one part of a request into the input. */
type Reader = (request: WireRequest, labels: readonly string[], input: Record<string, unknown>) => void;

interface Shapes {
  readonly schema: ServiceSchema;
  readonly decoderOf: (shape: string) => Decoder;
}

/** Compiles how the input of one operation is read. */
export function createRestReader(
  schema: ServiceSchema,
  operation: OperationSchema,
  decoderOf: (shape: string) => Decoder,
): OperationCodec["decode"] {
  const readers = createReaders({ schema, decoderOf }, operation);
  return (request, labels) => {
    const input: Record<string, unknown> = {};
    for (const read of readers) read(request, labels, input);
    return input;
  };
}

function createReaders(shapes: Shapes, operation: OperationSchema): Reader[] {
  const { members } = structureOf(shapes.schema, operation.input);
  const entries = Object.entries(members);
  const at = (location: Member["location"]) => entries.filter(([, member]) => member.location === location);
  const readers = labelReaders(operation.uri, at("label"), shapes);
  if (at("query").length > 0) readers.push(queryReader(at("query"), shapes));
  for (const [name, member] of at("header")) readers.push(headerReader(name, member, shapes));
  for (const [name, member] of at("prefixHeaders")) readers.push(prefixHeadersReader(name, member));
  for (const [name, member] of at("payload")) readers.push(payloadReader(name, member, shapes));
  const body = at(undefined);
  if (body.length > 0) readers.push(bodyReader(body, shapes));
  return readers;
}

function labelReaders(uri: string, labels: readonly (readonly [string, Member])[], shapes: Shapes): Reader[] {
  const order = [...uri.matchAll(/\{([^}+]+)\+?\}/g)].map((match) => match[1]);
  return labels.map(([name, member]) => {
    const index = order.findIndex((label) => label === name || label === member.wire);
    if (index < 0) throw new Error(`The URI template ${uri} has no label for ${name}.`);
    const read = textReader(shapes.schema, member.shape);
    const segment = name.charAt(0).toLowerCase() + name.slice(1);
    return (_request, values, input) => {
      try {
        input[name] = read([decodeLabel(values[index] ?? "")]);
      } catch (error) {
        throw located(error, segment);
      }
    };
  });
}

function queryReader(members: readonly (readonly [string, Member])[], shapes: Shapes): Reader {
  const readers = members.map(([name, { wire, shape }]) => ({ name, wire, read: textReader(shapes.schema, shape) }));
  return (request, _labels, input) => {
    const { query } = splitTarget(request.rawUrl);
    if (query === undefined) return;
    const values = parseQuery(query);
    for (const { name, wire, read } of readers) {
      const texts = values.get(wire);
      if (texts) readInto(input, name, wire, read, texts);
    }
  };
}

function headerReader(name: string, { wire, shape }: Member, shapes: Shapes): Reader {
  const read = textReader(shapes.schema, shape);
  const header = wire.toLowerCase();
  return (request, _labels, input) => {
    const value = request.headers[header];
    if (value === undefined) return;
    readInto(input, name, wire, read, typeof value === "string" ? [value] : value);
  };
}

function prefixHeadersReader(name: string, { wire }: Member): Reader {
  const prefix = wire.toLowerCase();
  return (request, _labels, input) => {
    const map: Record<string, string> = Object.create(null);
    for (const [header, value] of Object.entries(request.headers)) {
      if (header.startsWith(prefix) && value !== undefined) map[header.slice(prefix.length)] = String(value);
    }
    input[name] = map;
  };
}

function payloadReader(name: string, { shape }: Member, shapes: Shapes): Reader {
  const kind = shapes.schema.shapes[shape]?.kind;
  const decode = shapes.decoderOf(shape);
  return (request, _labels, input) => {
    if (request.body.byteLength === 0) return;
    if (kind === "blob") input[name] = request.body;
    else if (kind === "string") input[name] = Buffer.from(request.body).toString("utf8");
    else input[name] = decode(readJsonBody(request));
  };
}

function bodyReader(members: readonly (readonly [string, Member])[], shapes: Shapes): Reader {
  const decode = structureDecoder({ kind: "structure", members: Object.fromEntries(members) }, shapes.decoderOf);
  return (request, _labels, input) => {
    Object.assign(input, decode(readJsonBody(request)));
  };
}

function readInto(
  input: Record<string, unknown>,
  name: string,
  wire: string,
  read: TextReader,
  texts: readonly string[],
) {
  try {
    input[name] = read(texts);
  } catch (error) {
    throw located(error, wire);
  }
}
