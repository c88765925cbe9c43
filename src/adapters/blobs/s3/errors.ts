/** What an S3 engine refuses, as the blobs port names it. */

import { BlobsUnavailableError } from "#adapters/blobs/failure";

const remedies: Readonly<Record<string, string>> = {
  NoSuchBucket: "the bucket is not there; make it",
  AccessDenied: "the credentials may not do this; let them read, write, delete and list the bucket",
  InvalidAccessKeyId: "the engine does not know the access key",
  SignatureDoesNotMatch: "the secret of the access key is wrong",
  ECONNREFUSED: "nobody answers at its address",
  ENOTFOUND: "its name is not known",
  EntityTooLarge: "it takes no object of this size",
  QuotaExceeded: "its quota is used up; free some room",
  XMinioStorageFull: "it is full; free some room",
  InsufficientStorage: "it is full; free some room",
};
const full = new Set(["EntityTooLarge", "QuotaExceeded", "XMinioStorageFull", "InsufficientStorage"]);

/** The error to throw for what an engine or the way to it raised. */
export function translate(error: unknown, where: string): BlobsUnavailableError {
  const code = nameOf(error);
  const remedy = remedies[code] ?? (error instanceof Error ? error.message : "it refused");
  return new BlobsUnavailableError(
    full.has(code) ? "full" : "away",
    `The S3 engine of ${where} cannot serve: ${remedy} (${code}).`,
    error,
  );
}

/** Whether the engine says that there is no such object. */
export function isAbsent(error: unknown): boolean {
  return ["NoSuchKey", "NotFound", "NoSuchUpload"].includes(nameOf(error));
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown error";
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
