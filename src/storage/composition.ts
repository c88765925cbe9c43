/** What completing an upload makes of its parts: checks the client's list against them, and joins etags and checksums. */

import { createHash } from "node:crypto";
import type { CompletedPart } from "#generated/types/s3";
import { type ChecksumKind, checksums } from "#kernel/checksum/checksums";
import { givenChecksum } from "./checksumMembers.ts";
import { bare } from "./etags.ts";
import { entityTooSmall, invalidPart, invalidPartOrder, invalidRequest, malformedXml } from "./faults.ts";
import type { Checksum, ChecksumAlgorithm, Composition, Part, Upload } from "./objects.ts";
import { mostParts } from "./partNumber.ts";

/** 5 MiB, except for the last one. */
const leastPart = 5 * 1024 ** 2;

/** @throws Fault when the list does not fit the parts */
export function composeParts(upload: Upload, listed: readonly CompletedPart[], parts: readonly Part[]): Composition {
  const byNumber = new Map(parts.map((part) => [part.partNumber, part]));
  const chosen = listed.map((entry) => findPart(upload, entry, byNumber.get(entry.PartNumber ?? 0)));
  for (const part of chosen.slice(0, -1)) {
    if (part.size < leastPart) throw entityTooSmall(part.partNumber, part.size, leastPart);
  }
  const md5 = createHash("md5");
  for (const { etag } of chosen) md5.update(etag, "hex");
  return {
    partNumbers: chosen.map(({ partNumber }) => partNumber),
    etag: `${md5.digest("hex")}-${chosen.length}`,
    checksum: joinChecksums(upload, chosen),
  };
}

/** Checks what a list must be in itself. @throws MalformedXML, InvalidPartOrder */
export function checkPartList(upload: Upload, listed: readonly CompletedPart[]): void {
  if (listed.length === 0 || listed.length > mostParts) throw malformedXml(`1 to ${mostParts} parts must be listed`);
  let before = 0;
  for (const { PartNumber = 0, ETag } of listed) {
    if (PartNumber < 1 || ETag === undefined) throw malformedXml("each part needs a PartNumber and an ETag");
    if (PartNumber <= before) throw invalidPartOrder(upload.uploadId);
    before = PartNumber;
  }
}

function findPart({ uploadId, checksumAlgorithm }: Upload, entry: CompletedPart, part: Part | undefined): Part {
  const number = entry.PartNumber ?? 0;
  if (!part || bare(entry.ETag ?? "") !== part.etag) throw invalidPart(number, uploadId);
  const algorithm = checksumAlgorithm ?? part.checksum?.algorithm;
  const given = algorithm && givenChecksum(entry, algorithm);
  if (given !== undefined && given !== part.checksum?.value) throw invalidPart(number, uploadId);
  return part;
}

function joinChecksums(
  { checksumAlgorithm: algorithm, checksumType }: Upload,
  parts: readonly Part[],
): Checksum | undefined {
  if (!algorithm) return undefined;
  const digests = parts.map(({ checksum, size, partNumber }) => {
    if (checksum?.algorithm !== algorithm) throw invalidRequest(`Part ${partNumber} has no ${algorithm} checksum.`);
    return { digest: Buffer.from(checksum.value, "base64"), size };
  });
  if (checksumType === "FULL_OBJECT") return { algorithm, value: joined(algorithm, digests), type: "FULL_OBJECT" };
  const hasher = checksums[algorithm].hasher();
  for (const { digest } of digests) hasher.update(digest);
  return { algorithm, value: `${hasher.digest().toString("base64")}-${parts.length}`, type: "COMPOSITE" };
}

interface Piece {
  readonly digest: Buffer;
  readonly size: number;
}

function joined(algorithm: ChecksumAlgorithm, [first, ...rest]: readonly Piece[]): string {
  const { combine }: ChecksumKind = checksums[algorithm];
  if (!combine || !first) throw new Error(`${algorithm} checksums of parts cannot be joined.`);
  return rest.reduce((whole, { digest, size }) => combine(whole, digest, size), first.digest).toString("base64");
}
