/** Conditions of requests: which reads are answered, which writes may commit. */

import { etagsOf, matchesTag, quoted } from "./etags.ts";
import { conflict, noSuchBucket, noSuchKey, notImplemented, notModified, preconditionFailed } from "./faults.ts";
import type { ObjectRecord, ObjectSummary, WriteCondition, WriteOutcome } from "./objects.ts";

export interface ReadConditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly IfModifiedSince?: number | undefined;
  readonly IfUnmodifiedSince?: number | undefined;
}

/**
 * Names the condition that fails, in the order HTTP gives them: a tag goes before a date of the same direction.
 * `IfNoneMatch` and `IfModifiedSince` mean that the client has the object already.
 */
export function failingCondition(
  conditions: ReadConditions,
  { etag, modifiedAt }: Pick<ObjectSummary, "etag" | "modifiedAt">,
): keyof ReadConditions | undefined {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  if (IfMatch !== undefined) {
    if (!matchesTag(IfMatch, etag)) return "IfMatch";
  } else if (IfUnmodifiedSince !== undefined && modifiedAt > IfUnmodifiedSince) return "IfUnmodifiedSince";
  if (IfNoneMatch !== undefined) return matchesTag(IfNoneMatch, etag) ? "IfNoneMatch" : undefined;
  if (IfModifiedSince !== undefined && modifiedAt <= IfModifiedSince) return "IfModifiedSince";
  return undefined;
}

const headers: Readonly<Record<keyof ReadConditions, string>> = {
  IfMatch: "If-Match",
  IfNoneMatch: "If-None-Match",
  IfModifiedSince: "If-Modified-Since",
  IfUnmodifiedSince: "If-Unmodified-Since",
};

/** @throws PreconditionFailed, or the answer 304 */
export function checkReadConditions(conditions: ReadConditions, object: ObjectSummary): void {
  const failing = failingCondition(conditions, object);
  if (failing === undefined) return;
  if (failing === "IfMatch" || failing === "IfUnmodifiedSince") throw preconditionFailed(headers[failing]);
  throw notModified(quoted(object.etag), object.modifiedAt);
}

export interface CopySourceConditions {
  readonly CopySourceIfMatch?: string | undefined;
  readonly CopySourceIfNoneMatch?: string | undefined;
  readonly CopySourceIfModifiedSince?: number | undefined;
  readonly CopySourceIfUnmodifiedSince?: number | undefined;
}

/** Of a copy all conditions that fail are refusals. @throws PreconditionFailed */
export function checkCopyConditions(input: CopySourceConditions, source: ObjectSummary): void {
  const failing = failingCondition(
    {
      IfMatch: input.CopySourceIfMatch,
      IfNoneMatch: input.CopySourceIfNoneMatch,
      IfModifiedSince: input.CopySourceIfModifiedSince,
      IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
    },
    source,
  );
  if (failing !== undefined) throw preconditionFailed(`x-amz-copy-source-${headers[failing]}`);
}

/** @throws NotImplemented for If-None-Match with a tag, as S3 does */
export function writeCondition(input: {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
}): WriteCondition | undefined {
  const { IfMatch, IfNoneMatch } = input;
  if (IfMatch === undefined && IfNoneMatch === undefined) return undefined;
  if (IfNoneMatch !== undefined && etagsOf(IfNoneMatch) !== "*") {
    throw notImplemented("If-None-Match of a write can only be *.");
  }
  return {
    ...(IfNoneMatch !== undefined && { ifAbsent: true }),
    ...(IfMatch !== undefined && { ifMatch: etagsOf(IfMatch) }),
  };
}

/** Refuses at once what would be refused at the commit, before a long body is read. @throws PreconditionFailed, NoSuchKey */
export function foresee(condition: WriteCondition, object: ObjectSummary | undefined, key: string): void {
  if (condition.ifAbsent && object) throw preconditionFailed("If-None-Match");
  if (condition.ifMatch === undefined) return;
  if (!object) throw noSuchKey(key);
  if (condition.ifMatch !== "*" && !condition.ifMatch.includes(object.etag)) throw preconditionFailed("If-Match");
}

/** The object that was stored. @throws the fault that a refused write is answered with */
export function storedObject(
  outcome: WriteOutcome | { readonly kind: "changed" },
  input: { readonly Bucket: string; readonly Key: string },
): ObjectRecord {
  switch (outcome.kind) {
    case "stored":
      return outcome.object;
    case "exists":
      throw preconditionFailed("If-None-Match");
    case "mismatch":
      throw preconditionFailed("If-Match");
    case "absent":
      throw noSuchKey(input.Key);
    case "changed":
      throw conflict();
    default:
      throw noSuchBucket(input.Bucket);
  }
}
