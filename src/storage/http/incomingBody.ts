/** The bytes of a request, unframed and checked while they stream: length, SHA-256, MD5, checksum, signatures of chunks. */

import { checksums, nodeHasher } from "#kernel/checksum/checksums";
import type { Hasher } from "#kernel/checksum/hasher";
import { AwsChunkedDecoder, ChunkedBodyError } from "#kernel/wire/awsChunked";
import type { ChunkSignatures } from "#kernel/wire/chunkSignatures";
import { badDigest, incompleteBody, invalidRequest, signatureDoesNotMatch, wrongSha256 } from "#storage/faults";
import type { Checksum, ChecksumAlgorithm } from "#storage/objects";
import type { IncomingBody } from "#storage/operation";
import { type BodyPlan, headerOfChecksum } from "./bodyPlan.ts";

export interface BodySource {
  readonly plan: BodyPlan;
  /** For signed chunks. */
  readonly signatures: ChunkSignatures | undefined;
  /** The bytes as they come; asked for once, when somebody wants them. */
  bytes(): AsyncIterable<Uint8Array>;
}

export function createIncomingBody(source: BodySource): IncomingBody {
  return new Incoming(source);
}

class Incoming implements IncomingBody {
  readonly length: number;
  readonly checksumAlgorithm: ChecksumAlgorithm | undefined;
  readonly #source: BodySource;
  readonly #md5 = nodeHasher("md5");
  readonly #sha256: Hasher | undefined;
  #algorithm: ChecksumAlgorithm | undefined;
  #checksum: Hasher | undefined;
  #size = 0;
  #digests: ReturnType<IncomingBody["digests"]> | undefined;

  constructor(source: BodySource) {
    this.#source = source;
    this.length = source.plan.length ?? 0;
    this.checksumAlgorithm = source.plan.checksum?.algorithm;
    if (source.plan.sha256 !== undefined) this.#sha256 = nodeHasher("sha256");
    if (this.checksumAlgorithm) this.compute(this.checksumAlgorithm);
  }

  compute(algorithm: ChecksumAlgorithm): void {
    this.#algorithm = algorithm;
    this.#checksum = checksums[algorithm].hasher();
  }

  digests(): ReturnType<IncomingBody["digests"]> {
    if (!this.#digests) throw new Error("The digests of a body were asked for before it was read.");
    return this.#digests;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    const { plan, signatures } = this.#source;
    const decoder =
      plan.framing === "plain" ? undefined : new AwsChunkedDecoder({ ...plan, decodedLength: this.length, signatures });
    let trailer: ReadonlyMap<string, string> | undefined;
    try {
      for await (const bytes of this.#source.bytes()) {
        if (decoder) {
          for (const data of decoder.push(bytes)) yield this.#take(data);
        } else yield this.#take(bytes);
      }
      trailer = decoder?.end();
    } catch (error) {
      throw error instanceof ChunkedBodyError ? faultOf(error) : error;
    }
    this.#finish(trailer);
  }

  #take(data: Uint8Array): Uint8Array {
    this.#size += data.length;
    this.#md5.update(data);
    this.#sha256?.update(data);
    this.#checksum?.update(data);
    return data;
  }

  #finish(trailer: ReadonlyMap<string, string> | undefined): void {
    const { plan } = this.#source;
    if (plan.length !== undefined && this.#size !== plan.length) {
      throw incompleteBody("You did not provide the number of bytes specified by the Content-Length HTTP header.");
    }
    const sha256 = this.#sha256?.digest().toString("hex");
    if (sha256 !== undefined && plan.sha256 !== undefined && sha256 !== plan.sha256)
      throw wrongSha256(plan.sha256, sha256);
    const md5 = this.#md5.digest().toString("hex");
    if (plan.md5 !== undefined && plan.md5 !== md5) throw badDigest("Content-MD5");
    this.#digests = { md5, checksum: this.#verified(trailer) };
  }

  #verified(trailer: ReadonlyMap<string, string> | undefined): Checksum | undefined {
    const algorithm = this.#algorithm;
    if (!algorithm || !this.#checksum) return undefined;
    const value = this.#checksum.digest().toString("base64");
    const { checksum } = this.#source.plan;
    if (checksum?.algorithm === algorithm) {
      const name = headerOfChecksum(algorithm);
      const given = checksum.value ?? trailer?.get(name);
      if (given === undefined) throw invalidRequest(`The trailer ${name} was announced and did not come.`);
      if (given !== value) throw badDigest(algorithm);
    }
    return { algorithm, value, type: "FULL_OBJECT" };
  }
}

function faultOf({ problem, message }: ChunkedBodyError): Error {
  const text = `The aws-chunked body cannot be taken: ${message}.`;
  if (problem === "signature") return signatureDoesNotMatch(text);
  return problem === "length" ? incompleteBody(text) : invalidRequest(text);
}
