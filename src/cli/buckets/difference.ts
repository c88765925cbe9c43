/** What has to be copied and what is superfluous, from two listings in the same order. */

/** An object as a list shows it, its key without the place's prefix. */
export interface Listed {
  readonly key: string;
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  readonly modifiedAt: number;
}

export type Step =
  | { readonly kind: "copy"; readonly object: Listed }
  | { readonly kind: "same"; readonly object: Listed }
  | { readonly kind: "superfluous"; readonly object: Listed };

/** Walks both listings, which come in the order of UTF-8 bytes, side by side. */
export async function* differences(from: AsyncIterable<Listed>, to: AsyncIterable<Listed>): AsyncGenerator<Step> {
  const there = to[Symbol.asyncIterator]();
  let other = await there.next();
  for await (const object of from) {
    while (other.done !== true && compare(other.value.key, object.key) < 0) {
      yield { kind: "superfluous", object: other.value };
      other = await there.next();
    }
    const twin = other.done !== true && other.value.key === object.key ? other.value : undefined;
    if (twin) other = await there.next();
    yield { kind: twin && isSame(object, twin) ? "same" : "copy", object };
  }
  for (; other.done !== true; other = await there.next()) yield { kind: "superfluous", object: other.value };
}

/** Etags of objects put in one piece tell their bytes; others depend on the parts, so there size and age have to do. */
export function isSame(source: Listed, copy: Listed): boolean {
  if (source.size !== copy.size) return false;
  if (source.etag === copy.etag) return true;
  const tellsBytes = (etag: string): boolean => /^[0-9a-f]{32}$/.test(etag);
  if (tellsBytes(source.etag) && tellsBytes(copy.etag)) return false;
  return copy.modifiedAt >= source.modifiedAt;
}

function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
