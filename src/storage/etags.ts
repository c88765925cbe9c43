/** Entity tags as they stand in headers and in rows: with quotes and without. */

export const quoted = (etag: string): string => `"${etag}"`;

/** The tag without quotes or the mark of a weak one. */
export function bare(etag: string): string {
  return etag
    .trim()
    .replace(/^W\//, "")
    .replace(/^"(.*)"$/, "$1");
}

/** The tags of an If-Match or If-None-Match header, or `*` for any. */
export function etagsOf(header: string): readonly string[] | "*" {
  const tags = header.split(",").map(bare);
  return tags.includes("*") ? "*" : tags;
}

export function matchesTag(header: string, etag: string): boolean {
  const tags = etagsOf(header);
  return tags === "*" || tags.includes(etag);
}
