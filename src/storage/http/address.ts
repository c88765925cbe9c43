/** Which bucket and key a request means: by its host (virtual-host style) or by its path (path style). */

import { isIP } from "node:net";
import { invalidUri } from "#storage/faults";

export interface Address {
  /** Undefined: the account. */
  readonly bucket: string | undefined;
  /** Undefined: the bucket itself. Decoded once, nothing is normalised. */
  readonly key: string | undefined;
  /** The bucket has an origin of its own in browsers. */
  readonly virtualHost: boolean;
}

/** `s3`, `s3.<region>`, `s3.dualstack.<region>` or `s3-<region>`, a bucket before it or not. */
const s3Host = /^(?:(.+)\.)?s3(?:[.-][a-z0-9-]+)*$/;

/**
 * The bucket a host name stands for.
 * @param host as the header says it
 * @param bases names this server is reached by; what stands before one of them is a bucket
 */
export function bucketOfHost(host: string, bases: readonly string[]): string | undefined {
  const name = nameOf(host);
  if (isIP(name) || name.startsWith("[")) return undefined;
  const base = baseOf(name, bases);
  if (base !== undefined) {
    const before = name.slice(0, -base.length - 1);
    const found = s3Host.exec(before);
    return found ? found[1] : before || undefined;
  }
  const [bucket, ...rest] = name.split(/\.s3[.-]/);
  return rest.length > 0 && bucket !== "" ? bucket : undefined;
}

/** Whether a host name can only mean S3. */
export function isS3Host(host: string, bases: readonly string[]): boolean {
  const name = nameOf(host);
  const base = baseOf(name, bases);
  if (base === undefined) return /(^|\.)s3[.-]/.test(name);
  return name !== base && s3Host.test(name.slice(0, -base.length - 1));
}

function nameOf(host: string): string {
  return host.replace(/:\d*$/, "").toLowerCase();
}

/** The longest one counts: one may lie below another. */
function baseOf(name: string, bases: readonly string[]): string | undefined {
  const found = bases.filter((each) => name === each || name.endsWith(`.${each}`));
  return found.sort((a, b) => b.length - a.length)[0];
}

/**
 * @param rawPath the request target up to the `?`, as sent
 * @throws InvalidURI
 */
export function readAddress(host: string, rawPath: string, bases: readonly string[]): Address {
  if (!rawPath.startsWith("/")) throw invalidUri();
  const bucket = bucketOfHost(host, bases);
  const path = rawPath.slice(1);
  if (bucket !== undefined) return { bucket, key: decode(path) || undefined, virtualHost: true };
  const slash = path.indexOf("/");
  const name = slash < 0 ? path : path.slice(0, slash);
  const key = slash < 0 ? "" : path.slice(slash + 1);
  if (name === "" && slash < 0) return { bucket: undefined, key: undefined, virtualHost: false };
  return { bucket: decode(name), key: decode(key) || undefined, virtualHost: false };
}

function decode(text: string): string {
  // Bytes beyond ASCII that were not escaped reach us as Latin-1 characters.
  const bytes = /[\x80-\xff]/.test(text) ? Buffer.from(text, "latin1").toString("utf8") : text;
  if (!bytes.includes("%")) return bytes;
  try {
    return decodeURIComponent(bytes);
  } catch {
    throw invalidUri();
  }
}
