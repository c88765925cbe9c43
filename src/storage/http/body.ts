/** Opens the body of a request for its operation: as a stream, or whole where it is a document. */

import type { HashThreads } from "#kernel/checksum/hashThreads";
import { chunkSignatures } from "#kernel/wire/chunkSignatures";
import type { WireRequest } from "#kernel/wire/http";
import type { RestXmlCodec } from "#kernel/wire/restXml";
import { entityTooLarge, malformedXml, missingContentLength } from "#storage/faults";
import type { IncomingBody } from "#storage/operation";
import type { Authenticated } from "./authenticate.ts";
import { planBody } from "./bodyPlan.ts";
import { type BodySource, createIncomingBody } from "./incomingBody.ts";

/** 5 GiB, the most a single request may upload. */
const longestUpload = 5 * 1024 ** 3;
/** Ten thousand parts with two checksums each, or a thousand keys of the longest kind, fit well. */
const longestDocument = 8 * 1024 ** 2;

/** Operations whose checksum headers speak of the object that will be made, not of the body. */
const ofTheObject = new Set(["CompleteMultipartUpload"]);

/** @throws Fault when the headers contradict each other, or announce too much */
export function openBody(
  headers: WireRequest["headers"],
  { payloadHash, verified }: Authenticated,
  connection: Pick<BodySource, "receive">,
  kind: RestXmlCodec["body"],
  operation: string,
  threads: HashThreads,
): IncomingBody {
  const planned = planBody(headers, payloadHash);
  const plan = ofTheObject.has(operation) ? { ...planned, checksum: undefined } : planned;
  if (kind === "stream" && plan.length === undefined) throw missingContentLength();
  const limit = kind === "stream" ? longestUpload : longestDocument;
  if ((plan.length ?? 0) > limit) throw entityTooLarge(limit);
  const signatures = plan.framing === "signedChunks" && verified ? chunkSignatures(verified) : undefined;
  return createIncomingBody({ plan, signatures, threads, receive: (take) => connection.receive(take) });
}

/** Reads a document whole; what it must match is checked on the way. */
export async function readDocument(body: IncomingBody): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of body) {
    size += piece.length;
    if (size > longestDocument) throw malformedXml("it is too long");
    // Its memory is used again.
    pieces.push(new Uint8Array(piece));
  }
  return Buffer.concat(pieces);
}
