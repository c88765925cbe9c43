/** SDL text to a syntax tree, within bounds. */

import { type ASTNode, type DocumentNode, GraphQLError, Kind, parse } from "graphql";
import type { Position } from "./model.ts";
import { SdlRefusal } from "./problem.ts";

/** The size AppSync accepts for a schema document, in bytes. */
export const maxSdlBytes = 1_000_000;
/** Bounds the work on a text that is small yet dense. */
const maxTokens = 250_000;

/** Parses the text or throws an SdlRefusal that points at the first wrong character. */
export function parseSdl(text: string): DocumentNode {
  const bytes = Buffer.byteLength(text);
  if (bytes > maxSdlBytes) {
    refuse({ line: 1, column: 1 }, `The schema has ${bytes} bytes; at most ${maxSdlBytes} are accepted.`);
  }
  if (text.trim() === "") refuse({ line: 1, column: 1 }, "The schema is empty. Write at least one type with @model.");
  try {
    return parse(text, { maxLexicalTokens: maxTokens });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const place = error.locations?.[0] ?? { line: 1, column: 1 };
    return refuse(place, error.message);
  }
}

/** Where a node stands: a directive's "@", a definition's name, else its first token. */
export function positionOf(node: ASTNode): Position {
  const named = node.kind !== Kind.DIRECTIVE && "name" in node && node.name !== undefined ? node.name : node;
  // Tokens know their line; computing it from the offset would be quadratic over a long text.
  const token = named.loc?.startToken;
  return token === undefined ? { line: 1, column: 1 } : { line: token.line, column: token.column };
}

function refuse(position: Position, message: string): never {
  throw new SdlRefusal([{ position, message }]);
}
