/** Ranges of bytes that readers ask for. */

import type { ByteRange } from "#ports/blobs";
import { invalidArgument, invalidRange } from "./faults.ts";

/**
 * The bytes meant, within the object. Undefined for the whole object: no header, one of another form, or several ranges, which
 * HTTP allows to answer so.
 * @throws InvalidRange when the object has none of those bytes
 */
export function readRange(header: string | undefined, size: number): ByteRange | undefined {
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/i.exec(header?.trim() ?? "") ?? [];
  if (header === undefined || (from === "" && to === "")) return undefined;
  if (from === "") {
    const start = Math.max(0, size - Number(to));
    if (Number(to) === 0 || size === 0) throw invalidRange(header, size);
    return { start, end: size - 1 };
  }
  const start = Number(from);
  const end = to === "" ? size - 1 : Math.min(Number(to), size - 1);
  // The end is before the beginning by the client's own words: no range at all.
  if (to !== "" && Number(to) < start) return undefined;
  if (start >= size) throw invalidRange(header, size);
  return { start, end };
}

/** The bytes of a source that a part is copied from; here both ends must be given and lie within. @throws InvalidArgument */
export function copyRange(header: string | undefined, size: number): ByteRange | undefined {
  if (header === undefined) return undefined;
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? [];
  const range = { start: Number(from), end: Number(to) };
  const name = "x-amz-copy-source-range";
  if (from === undefined || range.end < range.start) {
    const form =
      "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets";
    throw invalidArgument(form, name, header);
  }
  if (range.end >= size)
    throw invalidArgument(`Range specified is not valid for source object of size: ${size}`, name, header);
  return range;
}

export function contentRange({ start, end }: ByteRange, size: number): string {
  return `bytes ${start}-${end}/${size}`;
}
