/** Takes secrets out of log fields before they are written. */

/** What masks need to know. */
export interface MaskOptions {
  /** Names of sensitive members, compared without case. */
  readonly sensitive: Iterable<string>;
}

const hidden = "[hidden]";
const deepest = 8;
const longestText = 4000;
const mostItems = 100;

/** Always secret, whatever the models say. */
const secretName =
  /secret|password|passphrase|credential|privatekey|signature|authorization|cookie|token$|^x-amz-security-token$|(challenge|confirmation|verification|mfa|auth|authorization|recovery|reset|user)code$|^otp$|apikey/;
/** Names that sound secret and are not. */
const harmless = new Set(["nexttoken", "signaturealgorithm"]);
/** Bodies hold whatever a client sent; they are never written. */
const bodies = new Set(["body", "rawbody", "payload", "requestbody", "responsebody"]);

/**
 * A function that copies fields with secrets, bodies and bytes replaced. It stops at depth, length and cycles,
 * and it never throws: a log line must not bring down what it tells about.
 */
export function createMask({
  sensitive,
}: MaskOptions): (fields: Readonly<Record<string, unknown>>) => Record<string, unknown> {
  const names = new Set([...sensitive].map((name) => name.toLowerCase()));

  function isSecret(name: string): boolean {
    return names.has(name) || (secretName.test(name) && !harmless.has(name));
  }

  function maskMember(name: string, value: unknown, depth: number, above: readonly object[]): unknown {
    const lower = name.toLowerCase();
    if (value === undefined || value === null) return value;
    if (isSecret(lower)) return hidden;
    if (bodies.has(lower)) return sizeOf(value);
    return maskValue(value, depth, above);
  }

  function maskValue(value: unknown, depth: number, above: readonly object[]): unknown {
    if (typeof value === "string") return value.length > longestText ? `${value.slice(0, longestText)}...` : value;
    if (typeof value === "bigint") return String(value);
    if (typeof value === "function" || typeof value === "symbol") return undefined;
    if (typeof value !== "object" || value === null) return value;
    if (value instanceof Uint8Array) return sizeOf(value);
    if (above.includes(value)) return "[circular]";
    if (depth >= deepest) return "[deep]";
    const path = [...above, value];
    if (value instanceof Date) return value;
    if (value instanceof Error) return maskError(value, depth, path);
    if (Array.isArray(value)) return value.slice(0, mostItems).map((item) => maskValue(item, depth + 1, path));
    if (value instanceof Map) return maskObject(Object.fromEntries(value), depth, path);
    if (value instanceof Set) return maskValue([...value], depth, above);
    return maskObject(value, depth, path);
  }

  function maskObject(value: object, depth: number, path: readonly object[]): Record<string, unknown> {
    const masked: Record<string, unknown> = Object.create(null);
    for (const [name, item] of Object.entries(value)) masked[name] = maskMember(name, item, depth + 1, path);
    return masked;
  }

  /** Name, message and stack are not enumerable; the rest of an error (code, cause …) is masked like any object. */
  function maskError(error: Error, depth: number, path: readonly object[]): Record<string, unknown> {
    const { name, message, stack } = error;
    const masked: Record<string, unknown> = { ...maskObject(error, depth, path), name, message, stack };
    if (error.cause !== undefined) masked["cause"] = maskValue(error.cause, depth + 1, path);
    return masked;
  }

  return (fields) => {
    try {
      return maskObject(fields, 0, [fields]);
    } catch (error) {
      return { unreadable: error instanceof Error ? error.message : "fields" };
    }
  };
}

function sizeOf(value: unknown): string {
  if (typeof value === "string") return `[${value.length} characters]`;
  return value instanceof Uint8Array ? `[${value.byteLength} bytes]` : "[not logged]";
}
