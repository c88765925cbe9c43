/** What clients say of an object beside its bytes: read from requests, given back with answers. */

import { metadataTooLarge } from "./faults.ts";
import type { ObjectAttributes, ObjectRecord } from "./objects.ts";

export interface AttributeInput {
  readonly ContentType?: string | undefined;
  readonly CacheControl?: string | undefined;
  readonly ContentDisposition?: string | undefined;
  readonly ContentEncoding?: string | undefined;
  readonly ContentLanguage?: string | undefined;
  readonly Expires?: number | undefined;
  readonly Metadata?: Readonly<Record<string, string>> | undefined;
}

const longestMetadata = 2048;
const defaultContentType = "binary/octet-stream";

/** @throws MetadataTooLarge */
export function attributesOf(input: AttributeInput): ObjectAttributes {
  const metadata = input.Metadata ?? {};
  let size = 0;
  for (const [name, value] of Object.entries(metadata)) size += name.length + Buffer.byteLength(value);
  if (size > longestMetadata) throw metadataTooLarge();
  return {
    contentType: input.ContentType,
    cacheControl: input.CacheControl,
    contentDisposition: input.ContentDisposition,
    contentEncoding: withoutFraming(input.ContentEncoding),
    contentLanguage: input.ContentLanguage,
    expires: input.Expires === undefined ? undefined : new Date(input.Expires).toUTCString(),
    metadata,
  };
}

/** `aws-chunked` is how the body travelled, not what the object is. */
function withoutFraming(encoding: string | undefined): string | undefined {
  const kept = encoding?.split(",").filter((each) => each.trim().toLowerCase() !== "aws-chunked");
  return kept?.join(",").trim() || undefined;
}

export interface Overrides {
  readonly ResponseCacheControl?: string | undefined;
  readonly ResponseContentDisposition?: string | undefined;
  readonly ResponseContentEncoding?: string | undefined;
  readonly ResponseContentLanguage?: string | undefined;
  readonly ResponseContentType?: string | undefined;
  readonly ResponseExpires?: number | undefined;
}

/** The members of an answer that tell of an object; parameters of the request may stand in for what is stored. */
export function attributeMembers(object: ObjectRecord, overrides: Overrides): Required<AttributeInput> {
  return {
    ContentType: overrides.ResponseContentType ?? object.contentType ?? defaultContentType,
    CacheControl: overrides.ResponseCacheControl ?? object.cacheControl,
    ContentDisposition: overrides.ResponseContentDisposition ?? object.contentDisposition,
    ContentEncoding: overrides.ResponseContentEncoding ?? object.contentEncoding,
    ContentLanguage: overrides.ResponseContentLanguage ?? object.contentLanguage,
    Expires: overrides.ResponseExpires ?? (object.expires === undefined ? undefined : Date.parse(object.expires)),
    Metadata: object.metadata,
  };
}
