/** What the operating system refuses, as the blobs port names it. */

import { BlobsUnavailableError } from "#adapters/blobs/failure";

const remedies: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full; free some room, a restart is not needed",
  EDQUOT: "the quota is used up; free some room, a restart is not needed",
  EFBIG: "the file is larger than this disk or the process's limit allows",
  EROFS: "the disk is read-only; make it writable, a restart is not needed",
  EACCES: "the folder's rights do not let this user in",
  EPERM: "the folder's rights do not let this user in",
  EIO: "the disk failed to read or write; check the disk",
  EMFILE: "too many files are open; raise the process's limit",
  ENFILE: "too many files are open on this machine",
  ENOMEM: "memory ran out",
  ENOENT: "a folder that should be there is gone",
};

const full = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/** The error to throw for what went wrong under `folder`; what did not come from the file system is handed back as it is. */
export function translate(error: unknown, folder: string): unknown {
  const code = codeOf(error);
  if (code === undefined || !(error instanceof Error && "syscall" in error)) return error;
  const remedy = remedies[code] ?? "the operating system refused it";
  const message = `The blobs folder ${folder} cannot serve: ${remedy} (${code}).`;
  return new BlobsUnavailableError(full.has(code) ? "full" : "away", message, error);
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
