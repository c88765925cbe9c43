/** Compiles shapes into readers and writers of text values, as labels, query strings and headers carry them. */

import type { ServiceSchema } from "#generated/schema";
import { numberDecoder } from "./decode.ts";
import { MalformedInput } from "./malformed.ts";

/** Reads all texts given for one member (a list may be repeated); throws MalformedInput. */
export type TextReader = (texts: readonly string[]) => unknown;

const numberText = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** The reader for members of a shape; lists of texts are lists, anything else takes the first text. */
export function textReader(schema: ServiceSchema, shapeName: string): TextReader {
  const shape = schema.shapes[shapeName];
  if (!shape) throw new Error(`${schema.service} has no shape ${shapeName}.`);
  switch (shape.kind) {
    case "string":
      return first((text) => text);
    case "boolean":
      return first(readBoolean);
    case "integer":
    case "long":
    case "double":
    case "float": {
      const check = numberDecoder(shape.kind);
      return first((text) => check(readNumber(text)));
    }
    case "timestamp":
      return first(readTime);
    case "list": {
      const member = textReader(schema, shape.member);
      return (texts) => texts.map((text) => member([text]));
    }
    default:
      throw new Error(`A ${shape.kind} (${shapeName}) cannot travel outside the body.`);
  }
}

/** The text of an output member that travels as a header. */
export function headerText(schema: ServiceSchema, shapeName: string, value: unknown): string {
  if (schema.shapes[shapeName]?.kind === "timestamp") return new Date(Number(value)).toUTCString();
  // A line break in a header would start a header of its own.
  return String(value).replace(/[\r\n\0]/g, " ");
}

function first(read: (text: string) => unknown): TextReader {
  return (texts) => read(texts[0] ?? "");
}

function readNumber(text: string): number {
  if (numberText.test(text)) return Number(text);
  throw new MalformedInput(`expected a number, found '${text.slice(0, 100)}'`);
}

function readBoolean(text: string): boolean {
  if (text === "true") return true;
  if (text === "false") return false;
  throw new MalformedInput(`expected true or false, found '${text.slice(0, 100)}'`);
}

/** ISO 8601, an HTTP date or epoch seconds. */
function readTime(text: string): number {
  const milliseconds = numberText.test(text) ? Number(text) * 1000 : Date.parse(text);
  if (Number.isFinite(milliseconds)) return milliseconds;
  throw new MalformedInput(`expected a time, found '${text.slice(0, 100)}'`);
}
