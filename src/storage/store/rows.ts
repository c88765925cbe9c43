/** Rows of the index and the records they stand for. */

import type {
  Checksum,
  ChecksumAlgorithm,
  Content,
  ObjectAttributes,
  ObjectRecord,
  ObjectSummary,
  Part,
  Tags,
  Upload,
} from "#storage/objects";
import { textOf } from "./keys.ts";
import type { ObjectsTable, PartsTable, UploadsTable } from "./tables.ts";

export function toObject(row: ObjectsTable): ObjectRecord {
  return {
    ...(JSON.parse(row.attributes) as ObjectAttributes),
    ...toSummary(row),
    bucketId: row.bucket_id,
    content: toContent(row.content),
    partCount: row.part_count,
    tags: toTags(row.tags),
  };
}

export type SummaryRow = Pick<ObjectsTable, "key" | "size" | "etag" | "modified_at" | "checksum">;

export function toSummary(row: SummaryRow): ObjectSummary {
  return {
    key: textOf(row.key),
    size: row.size,
    etag: row.etag,
    modifiedAt: row.modified_at,
    checksum: toChecksum(row.checksum),
  };
}

export function toUpload(row: UploadsTable): Upload {
  return {
    ...(JSON.parse(row.attributes) as ObjectAttributes),
    uploadId: row.upload_id,
    bucketId: row.bucket_id,
    key: textOf(row.key),
    initiator: row.initiator,
    initiatedAt: row.initiated_at,
    checksumAlgorithm: (row.checksum_algorithm ?? undefined) as ChecksumAlgorithm | undefined,
    checksumType: (row.checksum_type ?? undefined) as Checksum["type"] | undefined,
    tags: toTags(row.tags),
    completedEtag: row.completed_etag ?? undefined,
  };
}

export function toPart(row: PartsTable): Part {
  return {
    partNumber: row.part_number,
    blobId: row.blob_id,
    size: row.size,
    etag: row.etag,
    checksum: toChecksum(row.checksum),
    modifiedAt: row.modified_at,
  };
}

/** The members of ObjectAttributes alone, whatever else the record has. */
export function attributesText(of: ObjectAttributes): string {
  const { contentType, cacheControl, contentDisposition, contentEncoding, contentLanguage, expires, metadata } = of;
  const attributes: ObjectAttributes = {
    contentType,
    cacheControl,
    contentDisposition,
    contentEncoding,
    contentLanguage,
    expires,
    metadata,
  };
  return JSON.stringify(attributes);
}

export function tagsText(tags: Tags): string | null {
  return Object.keys(tags).length === 0 ? null : JSON.stringify(tags);
}

function toTags(text: string | null): Tags {
  return text === null ? {} : (JSON.parse(text) as Tags);
}

export function checksumText(checksum: Checksum | undefined): string | null {
  return checksum === undefined ? null : `${checksum.algorithm} ${checksum.type} ${checksum.value}`;
}

export function toChecksum(text: string | null): Checksum | undefined {
  if (text === null) return undefined;
  const [algorithm, type, value = ""] = text.split(" ");
  return { algorithm: algorithm as ChecksumAlgorithm, type: type as Checksum["type"], value };
}

export function blobText(blobId: string): string {
  return `blob:${blobId}`;
}

export function partsText(uploadId: string): string {
  return `parts:${uploadId}`;
}

export function contentText(content: Content): string {
  return content.kind === "blob" ? blobText(content.blobId) : partsText(content.uploadId);
}

export function toContent(text: string): Content {
  const colon = text.indexOf(":");
  const id = text.slice(colon + 1);
  return text.startsWith("blob:") ? { kind: "blob", blobId: id } : { kind: "parts", uploadId: id };
}
