/** Lists as S3 shows them: encoded names, entries of objects, page sizes and continuation tokens. */

import type { Bucket as BucketView, CommonPrefix, EncodingType, Object as ObjectView } from "#generated/types/s3";
import { quoted } from "./etags.ts";
import { invalidArgument } from "./faults.ts";
import type { Bucket, ListEntry, ObjectSummary } from "./objects.ts";

const longestPage = 1000;

/** How many entries a page has. @throws InvalidArgument */
export function pageSize(asked: number | undefined, name: string): number {
  if (asked === undefined) return longestPage;
  if (asked < 0)
    throw invalidArgument(`Argument ${name} must be an integer between 0 and 2147483647`, name, String(asked));
  return Math.min(asked, longestPage);
}

/** Writes names in the encoding that was asked for. A plus is escaped, since some clients read it as a space. */
export function nameEncoder(encoding: EncodingType | undefined): (name: string) => string {
  if (encoding === undefined) return (name) => name;
  if (encoding !== "url")
    throw invalidArgument("Invalid Encoding Method specified in Request", "encoding-type", encoding);
  return (name) => encodeURIComponent(name).replaceAll("%2F", "/");
}

export interface Owner {
  readonly ID: string;
  readonly DisplayName: string;
}

export function ownerOf(accountId: string): Owner {
  return { ID: accountId, DisplayName: "ohmstead" };
}

export interface Split {
  readonly contents: readonly ObjectView[];
  readonly prefixes: readonly CommonPrefix[];
}

export function splitEntries(
  entries: readonly ListEntry[],
  encode: (name: string) => string,
  owner: Owner | undefined,
): Split {
  const contents: ObjectView[] = [];
  const prefixes: CommonPrefix[] = [];
  for (const entry of entries) {
    if (entry.kind === "prefix") prefixes.push({ Prefix: encode(entry.prefix) });
    else contents.push(objectView(entry.object, encode, owner));
  }
  return { contents, prefixes };
}

function objectView(object: ObjectSummary, encode: (name: string) => string, owner: Owner | undefined): ObjectView {
  const { checksum } = object;
  return {
    Key: encode(object.key),
    LastModified: object.modifiedAt,
    ETag: quoted(object.etag),
    ...(checksum && { ChecksumAlgorithm: [checksum.algorithm], ChecksumType: checksum.type }),
    Size: object.size,
    StorageClass: "STANDARD",
    ...(owner && { Owner: owner }),
  };
}

export function bucketView({ name, createdAt }: Bucket, region: string): BucketView {
  return { Name: name, CreationDate: createdAt, BucketRegion: region };
}

/** A name as an opaque token; the first character tells the form. */
export function continuationToken(name: string): string {
  return `1${Buffer.from(name, "utf8").toString("base64url")}`;
}

/** @throws InvalidArgument */
export function readContinuationToken(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  if (/^1[A-Za-z0-9_-]+$/.test(token)) return Buffer.from(token.slice(1), "base64url").toString("utf8");
  throw invalidArgument("The continuation token provided is incorrect", "continuation-token", token);
}
