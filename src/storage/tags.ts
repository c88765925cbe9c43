/** Tags of objects: read from a document or a header, with S3's limits. */

import { invalidArgument, invalidTag } from "./faults.ts";
import type { Tags } from "./objects.ts";

const most = 10;
const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** @throws InvalidTag */
export function tagsOf(set: readonly Tag[]): Tags {
  if (set.length > most) throw invalidTag(`Object tags cannot be greater than ${most}`);
  const tags: Record<string, string> = Object.create(null);
  for (const { Key, Value } of set) {
    if (Key === "" || Array.from(Key).length > 128)
      throw invalidTag("The TagKey you have provided is invalid: 1 to 128 characters");
    if (Array.from(Value).length > 256)
      throw invalidTag("The TagValue you have provided is invalid: at most 256 characters");
    if (!allowed.test(Key) || !allowed.test(Value)) throw invalidTag("The tag has a character that tags cannot have");
    if (Key.toLowerCase().startsWith("aws:")) throw invalidTag("Keys that begin with aws: are reserved");
    if (Key in tags) throw invalidTag("Cannot provide multiple Tags with the same key");
    tags[Key] = Value;
  }
  return tags;
}

/** Of the header x-amz-tagging, which has the form of a query. @throws InvalidArgument, InvalidTag */
export function tagsOfHeader(header: string | undefined): Tags {
  if (header === undefined || header === "") return {};
  const pairs = header.split("&").map((pair) => {
    const mark = pair.indexOf("=");
    return {
      Key: decode(mark < 0 ? pair : pair.slice(0, mark), header),
      Value: mark < 0 ? "" : decode(pair.slice(mark + 1), header),
    };
  });
  return tagsOf(pairs);
}

export function tagSet(tags: Tags): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

function decode(text: string, header: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters",
      "x-amz-tagging",
      header,
    );
  }
}
