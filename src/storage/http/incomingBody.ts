/** The bytes of a request, unframed and checked while they stream: length, SHA-256, MD5, checksum, signatures of chunks. */

import { type Digests, type HashName, type Hashing, inlineHashing } from "#kernel/checksum/hashing";
import type { HashThreads } from "#kernel/checksum/hashThreads";
import { AwsChunkedDecoder, ChunkedBodyError } from "#kernel/wire/awsChunked";
import type { ChunkSignatures } from "#kernel/wire/chunkSignatures";
import { badDigest, incompleteBody, invalidRequest, signatureDoesNotMatch, wrongSha256 } from "#storage/faults";
import type { Checksum, ChecksumAlgorithm } from "#storage/objects";
import type { IncomingBody } from "#storage/operation";
import { type BodyPlan, headerOfChecksum } from "./bodyPlan.ts";
import type { Reception } from "./connection.ts";
import { Intake } from "./intake.ts";

export interface BodySource {
  readonly plan: BodyPlan;
  /** For signed chunks. */
  readonly signatures: ChunkSignatures | undefined;
  readonly threads: HashThreads;
  /**
   * Has the bytes given to `take` as they come; called once, when somebody wants them. The memory of those bytes is used
   * again once `take` has returned or the promise it answered has settled, and no more come before.
   */
  receive(take: (bytes: Uint8Array) => Promise<void> | undefined): Reception;
}

/** Bodies from this size on are hashed on a thread: below it, asking one costs more than it saves. */
const forThreads = 512 * 1024;

export function createIncomingBody(source: BodySource): IncomingBody {
  return new Incoming(source);
}

class Incoming implements IncomingBody {
  readonly length: number;
  readonly checksumAlgorithm: ChecksumAlgorithm | undefined;
  readonly #source: BodySource;
  #algorithm: ChecksumAlgorithm | undefined;
  #size = 0;
  #digests: ReturnType<IncomingBody["digests"]> | undefined;

  constructor(source: BodySource) {
    this.#source = source;
    this.length = source.plan.length ?? 0;
    this.checksumAlgorithm = source.plan.checksum?.algorithm;
    this.#algorithm = this.checksumAlgorithm;
  }

  compute(algorithm: ChecksumAlgorithm): void {
    this.#algorithm = algorithm;
  }

  digests(): ReturnType<IncomingBody["digests"]> {
    if (!this.#digests) throw new Error("The digests of a body were asked for before it was read.");
    return this.#digests;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    const { plan, signatures } = this.#source;
    const framing = { ...plan, decodedLength: this.length, signatures };
    const decoder = plan.framing === "plain" ? undefined : new AwsChunkedDecoder(framing);
    const hashing = this.#hashing();
    const intake = new Intake(hashing, plan.length);
    const take = (data: Uint8Array): Promise<void> | undefined => {
      this.#size += data.length;
      return intake.take(data);
    };
    /** Whoever waits for room for the last piece waits for all. */
    const unframed = (bytes: Uint8Array): Promise<void> | undefined => {
      let waiting: Promise<void> | undefined;
      for (const data of decoder?.push(bytes) ?? [bytes]) waiting = take(data);
      return waiting;
    };
    const reception = this.#source.receive(unframed);
    reception.done.then(
      () => intake.end(),
      (error: unknown) => intake.fail(error),
    );
    try {
      for (let lent = await intake.next(); lent; lent = await intake.next()) {
        yield lent.bytes;
        intake.giveBack(lent);
      }
      const trailer = decoder?.end();
      this.#finish(await hashing.digest(), trailer);
    } catch (error) {
      throw error instanceof ChunkedBodyError ? faultOf(error) : error;
    } finally {
      reception.stop();
      intake.close();
      hashing.close();
    }
  }

  #hashing(): Hashing {
    const { plan, threads } = this.#source;
    const names = new Set<HashName>(["MD5"]);
    if (plan.sha256 !== undefined) names.add("SHA256");
    if (this.#algorithm) names.add(this.#algorithm);
    return this.length >= forThreads ? threads.open([...names]) : inlineHashing([...names]);
  }

  #finish(digests: Digests, trailer: ReadonlyMap<string, string> | undefined): void {
    const { plan } = this.#source;
    if (plan.length !== undefined && this.#size !== plan.length) {
      throw incompleteBody("You did not provide the number of bytes specified by the Content-Length HTTP header.");
    }
    const hex = (name: HashName): string => Buffer.from(digests.get(name) ?? []).toString("hex");
    if (plan.sha256 !== undefined && hex("SHA256") !== plan.sha256) throw wrongSha256(plan.sha256, hex("SHA256"));
    const md5 = hex("MD5");
    if (plan.md5 !== undefined && plan.md5 !== md5) throw badDigest("Content-MD5");
    this.#digests = { md5, checksum: this.#verified(digests, trailer) };
  }

  #verified(digests: Digests, trailer: ReadonlyMap<string, string> | undefined): Checksum | undefined {
    const algorithm = this.#algorithm;
    if (!algorithm) return undefined;
    const value = Buffer.from(digests.get(algorithm) ?? []).toString("base64");
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
