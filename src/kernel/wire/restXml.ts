/** The restXml protocol without its bodies of bytes, which stream: members in labels, query, headers and an XML document. */

import type { Member, OperationSchema, ServiceSchema } from "#generated/schema";
import type { WireRequest } from "./http.ts";
import { located, MalformedInput } from "./malformed.ts";
import type { Members } from "./protocol.ts";
import { readXml } from "./readXml.ts";
import { structureOf } from "./structureOf.ts";
import { headerText, textReader } from "./textValue.ts";
import { xmlHead } from "./writeXml.ts";
import { createXmlDecoders, type XmlDecoder } from "./xmlDecode.ts";
import { createXmlEncoders, structureEncoder, type XmlEncoder } from "./xmlEncode.ts";

/** A request taken apart by whoever found its operation. */
export interface RestXmlRequest {
  /** Decoded, by member name. */
  readonly labels: Readonly<Record<string, string>>;
  readonly query: ReadonlyMap<string, readonly string[]>;
  /** Values byte by byte, as Node gives them. */
  readonly headers: WireRequest["headers"];
  /** The body of an operation that takes a document; empty when none was sent. */
  readonly document: Uint8Array;
}

export interface RestXmlResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  /** An XML document, or empty. */
  readonly body: string;
}

export interface RestXmlCodec {
  /** What the body is: bytes to be streamed, a document, or nothing. */
  readonly body: "stream" | "document" | "none";
  /** Throws MalformedInput. */
  decode(request: RestXmlRequest): Members;
  encode(output: Members): RestXmlResponse;
}

type Reader = (request: RestXmlRequest, input: Record<string, unknown>) => void;
type Entry = readonly [name: string, member: Member];

/** Codecs of all operations by name, compiled once. */
export function createRestXml(schema: ServiceSchema): ReadonlyMap<string, RestXmlCodec> {
  const decoderOf = createXmlDecoders(schema);
  const encoderOf = createXmlEncoders(schema);
  return new Map(
    Object.entries(schema.operations).map(([name, operation]) => [
      name,
      {
        body: bodyOf(schema, operation),
        decode: compileDecode(schema, operation, decoderOf),
        encode: compileEncode(schema, operation, encoderOf),
      },
    ]),
  );
}

function bodyOf(schema: ServiceSchema, { input }: OperationSchema): RestXmlCodec["body"] {
  const [, payload] = payloadOf(schema, input) ?? [];
  if (!payload) return "none";
  return isStream(schema, payload) ? "stream" : "document";
}

function payloadOf(schema: ServiceSchema, structure: string): Entry | undefined {
  return Object.entries(structureOf(schema, structure).members).find(([, { location }]) => location === "payload");
}

function isStream(schema: ServiceSchema, { shape }: Member): boolean {
  const target = schema.shapes[shape];
  return target?.kind === "blob" && target.streaming === true;
}

function compileDecode(
  schema: ServiceSchema,
  operation: OperationSchema,
  decoderOf: (shape: string) => XmlDecoder,
): RestXmlCodec["decode"] {
  const readers = Object.entries(structureOf(schema, operation.input).members).flatMap((entry) => {
    const reader = readerOf(schema, entry, decoderOf);
    return reader ? [reader] : [];
  });
  return (request) => {
    const input: Record<string, unknown> = {};
    for (const read of readers) read(request, input);
    return input;
  };
}

function readerOf(
  schema: ServiceSchema,
  [name, member]: Entry,
  decoderOf: (shape: string) => XmlDecoder,
): Reader | undefined {
  switch (member.location) {
    case "label":
      return ({ labels }, input) => {
        input[name] = labels[name];
      };
    case "query":
      return queryReader(schema, name, member);
    case "header":
      return headerReader(schema, name, member);
    case "prefixHeaders":
      return prefixHeadersReader(name, member.wire.toLowerCase());
    case "payload":
      return isStream(schema, member) ? undefined : documentReader(schema, name, member, decoderOf);
    default:
      throw new Error(`An input member of ${schema.service} cannot travel as ${member.location}: ${name}.`);
  }
}

function queryReader(schema: ServiceSchema, name: string, { wire, shape }: Member): Reader {
  const read = textReader(schema, shape);
  return ({ query }, input) => {
    const texts = query.get(wire);
    if (texts) input[name] = under(wire, () => read(texts));
  };
}

/** HTTP says of dates in headers that one which cannot be read counts as none. */
function headerReader(schema: ServiceSchema, name: string, { wire, shape }: Member): Reader {
  const read = textReader(schema, shape);
  const header = wire.toLowerCase();
  if (schema.shapes[shape]?.kind === "timestamp") {
    return ({ headers }, input) => {
      const text = headers[header];
      if (typeof text === "string" && Number.isFinite(Date.parse(text))) input[name] = Date.parse(text);
    };
  }
  return ({ headers }, input) => {
    const value = headers[header];
    if (value !== undefined) input[name] = under(wire, () => read([headerValue(value)]));
  };
}

function prefixHeadersReader(name: string, prefix: string): Reader {
  return ({ headers }, input) => {
    const map: Record<string, string> = Object.create(null);
    for (const header in headers) {
      const value = headers[header];
      if (value !== undefined && header.startsWith(prefix)) map[header.slice(prefix.length)] = headerValue(value);
    }
    input[name] = map;
  };
}

function documentReader(
  schema: ServiceSchema,
  name: string,
  { wire, shape, required }: Member,
  decoderOf: (shape: string) => XmlDecoder,
): Reader {
  const decode = decoderOf(shape);
  const root = structureOf(schema, shape).xmlName ?? wire;
  return ({ document }, input) => {
    if (document.byteLength === 0 && !required) return;
    const element = readXml(document);
    if (element.name !== root) throw new MalformedInput(`the root element must be ${root}`);
    input[name] = decode(element);
  };
}

function under(segment: string, read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    throw located(error, segment);
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Most clients send text beyond ASCII as UTF-8, a few as Latin-1; bytes that are no UTF-8 are the latter. */
function headerValue(value: string | readonly string[]): string {
  const text = typeof value === "string" ? value : value.join(",");
  if (!/[\x80-\xff]/.test(text)) return text;
  try {
    return utf8.decode(Buffer.from(text, "latin1"));
  } catch {
    return text;
  }
}

function compileEncode(
  schema: ServiceSchema,
  operation: OperationSchema,
  encoderOf: (shape: string) => XmlEncoder,
): RestXmlCodec["encode"] {
  const entries = Object.entries(structureOf(schema, operation.output).members);
  const inHeaders = entries.filter(([, { location }]) => location === "header" || location === "prefixHeaders");
  const encodeBody = bodyEncoder(schema, operation.output, encoderOf);
  return (output) => {
    const headers: Record<string, string> = {};
    for (const [name, { location, wire, shape }] of inHeaders) {
      const value = output[name];
      if (value === undefined || value === null) continue;
      if (location === "header") headers[wire] = headerBytes(headerText(schema, shape, value));
      else {
        for (const [key, text] of Object.entries(value)) headers[wire + key] = headerBytes(String(text));
      }
    }
    const body = encodeBody?.(output) ?? "";
    if (body !== "") headers["content-type"] = "application/xml";
    return { status: operation.status, headers, body };
  };
}

/** Undefined for outputs without a document. */
function bodyEncoder(
  schema: ServiceSchema,
  output: string,
  encoderOf: (shape: string) => XmlEncoder,
): ((output: Members) => string) | undefined {
  const payload = payloadOf(schema, output);
  if (payload) {
    const [name, member] = payload;
    if (isStream(schema, member)) return undefined;
    const encode = encoderOf(member.shape);
    return (value) => document(schema, member.wire, encode(value[name] ?? {}));
  }
  const shape = structureOf(schema, output);
  const inBody = Object.entries(shape.members).filter(([, { location }]) => location === undefined);
  const [only] = inBody;
  if (!only) return undefined;
  const root = shape.xmlName ?? output;
  // GetBucketLocation is answered by its only member itself: an element of that name around the text, not around an element.
  if (only[1].wire === root && inBody.length === 1) {
    return (value) => document(schema, root, encoderOf(only[1].shape)(value[only[0]] ?? ""));
  }
  const encode = structureEncoder(shape, schema, encoderOf);
  return (value) => document(schema, root, encode(value));
}

function document({ xmlNamespace }: ServiceSchema, root: string, content: string): string {
  const open = xmlNamespace === undefined ? root : `${root} xmlns="${xmlNamespace}"`;
  return `${xmlHead}<${open}>${content}</${root}>`;
}

/** Node writes header texts as Latin-1, so text beyond ASCII goes as the characters of its UTF-8 bytes; control characters may not go at all. */
function headerBytes(text: string): string {
  if (!/[^\x20-\x7e]/.test(text)) return text;
  return Buffer.from(text.replace(/\p{Cc}/gu, " "), "utf8").toString("latin1");
}
