/** Takes aws-chunked framing off a body: sizes, data, signatures of chunks, and the trailer. */

import { createHash, type Hash } from "node:crypto";
import { constantTimeEqual } from "#kernel/crypto/equal";
import type { ChunkSignatures } from "./chunkSignatures.ts";

export interface ChunkedOptions {
  /** What x-amz-decoded-content-length says. */
  readonly decodedLength: number;
  /** Names of the trailer fields that x-amz-trailer announces, in lower case; without any there must be no trailer. */
  readonly trailers: readonly string[];
  /** Undefined for bodies whose chunks are not signed. */
  readonly signatures: ChunkSignatures | undefined;
}

/**
 * - `malformed`: sizes, line ends or trailer are not as the format says
 * - `length`: more or less data than announced
 * - `signature`: a chunk or the trailer is not what was signed
 */
export type ChunkedProblem = "malformed" | "length" | "signature";

/** The body cannot be taken; what was read of it is worth nothing. */
export class ChunkedBodyError extends Error {
  readonly problem: ChunkedProblem;

  constructor(problem: ChunkedProblem, message: string) {
    super(message);
    this.name = "ChunkedBodyError";
    this.problem = problem;
  }
}

/** Size in hex and an extension with a signature need 16 + 1 + 16 + 64 characters. */
const longestLine = 256;
const longestTrailer = 8192;

type State = "size" | "data" | "dataEnd" | "trailer";

/** A decoder for one body. Data that `push` gives out is only to be trusted once `end` has returned. */
export class AwsChunkedDecoder {
  readonly #options: ChunkedOptions;
  #state: State = "size";
  /** The beginning of a line whose end has not come yet. */
  #line = "";
  #trailer = "";
  /** Data bytes of the current chunk that are still to come. */
  #missing = 0;
  #total = 0;
  #hash: Hash | undefined;
  #chunkSignature = "";

  constructor(options: ChunkedOptions) {
    this.#options = options;
  }

  /** The data among the next bytes, as views of them. Throws ChunkedBodyError. */
  push(bytes: Uint8Array): Uint8Array[] {
    const data: Uint8Array[] = [];
    let at = 0;
    while (at < bytes.length) {
      if (this.#state === "data") {
        const piece = bytes.subarray(at, at + this.#missing);
        at += piece.length;
        this.#take(piece);
        data.push(piece);
      } else if (this.#state === "trailer") {
        this.#trailer += Buffer.from(bytes.buffer, bytes.byteOffset + at, bytes.length - at).toString("latin1");
        if (this.#trailer.length > longestTrailer) throw malformed("the trailer is too long");
        at = bytes.length;
      } else at = this.#readLine(bytes, at);
    }
    return data;
  }

  /** Checks that the body is whole. Gives the trailer's fields by lower-case name. Throws ChunkedBodyError. */
  end(): ReadonlyMap<string, string> {
    if (this.#state !== "trailer") throw new ChunkedBodyError("length", "the body ended before its last chunk");
    const { decodedLength, trailers, signatures } = this.#options;
    if (this.#total !== decodedLength) {
      throw new ChunkedBodyError("length", `${decodedLength} bytes were announced and ${this.#total} came`);
    }
    const fields = readTrailer(this.#trailer);
    const signature = fields.get(trailerSignature);
    fields.delete(trailerSignature);
    for (const name of fields.keys()) {
      if (!trailers.includes(name)) throw malformed(`the trailer '${name.slice(0, 100)}' was not announced`);
    }
    if (signatures && trailers.length > 0) {
      const text = [...fields].map(([name, value]) => `${name}:${value}\n`).join("");
      this.#check(signatures.trailer(text), signature ?? "", "the trailer");
    }
    return fields;
  }

  #readLine(bytes: Uint8Array, at: number): number {
    const end = bytes.indexOf(lineFeed, at);
    const stop = end < 0 ? bytes.length : end;
    if (this.#line.length + stop - at > longestLine) throw malformed("a chunk's size line is too long");
    this.#line += Buffer.from(bytes.buffer, bytes.byteOffset + at, stop - at).toString("latin1");
    if (end < 0) return stop;
    const line = this.#line;
    this.#line = "";
    if (!line.endsWith("\r")) throw malformed("a line does not end with CR LF");
    if (this.#state === "size") this.#begin(line.slice(0, -1));
    else if (line === "\r") this.#state = "size";
    else throw malformed("a chunk is longer than its size says");
    return end + 1;
  }

  #begin(line: string): void {
    const [, size = "", signature] = sizeLine.exec(line) ?? [];
    if (size === "") throw malformed("a chunk does not begin with its size in hex");
    const { decodedLength, signatures } = this.#options;
    if (signatures && signature === undefined) throw malformed("a chunk has no chunk-signature");
    this.#missing = Number.parseInt(size, 16);
    if (this.#total + this.#missing > decodedLength) {
      throw new ChunkedBodyError("length", `the chunks hold more than the ${decodedLength} bytes that were announced`);
    }
    this.#chunkSignature = signature ?? "";
    this.#hash = signatures ? createHash("sha256") : undefined;
    this.#state = this.#missing > 0 ? "data" : "trailer";
    if (this.#missing === 0) this.#checkChunk();
  }

  #take(piece: Uint8Array): void {
    this.#hash?.update(piece);
    this.#missing -= piece.length;
    this.#total += piece.length;
    if (this.#missing > 0) return;
    this.#checkChunk();
    this.#state = "dataEnd";
  }

  #checkChunk(): void {
    const { signatures } = this.#options;
    if (!signatures || !this.#hash) return;
    this.#check(signatures.chunk(this.#hash.digest("hex")), this.#chunkSignature, "a chunk");
  }

  #check(expected: string, given: string, what: string): void {
    if (constantTimeEqual(expected, given)) return;
    throw new ChunkedBodyError("signature", `the signature of ${what} does not match`);
  }
}

const lineFeed = 0x0a;
const trailerSignature = "x-amz-trailer-signature";
const sizeLine = /^([0-9a-fA-F]{1,16})(?:;chunk-signature=([0-9a-f]{64}))?$/;

/** Some clients put an empty line before the signature, so empty lines say nothing; the body's own end ends the trailer. */
function readTrailer(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  if (text !== "" && !text.endsWith("\n")) throw malformed("the trailer is cut off");
  for (const line of text.split("\n")) {
    const field = line.trim();
    if (field === "") continue;
    const mark = field.indexOf(":");
    const name = field.slice(0, Math.max(0, mark)).toLowerCase();
    if (!/^[a-z0-9-]+$/.test(name) || fields.has(name)) throw malformed("the trailer is not a list of header fields");
    fields.set(name, field.slice(mark + 1).trim());
  }
  return fields;
}

function malformed(reason: string): ChunkedBodyError {
  return new ChunkedBodyError("malformed", reason);
}
