/** How the blobs port fails. */

import type { BlobsUnavailable } from "#ports/blobs";

export class BlobsUnavailableError extends Error implements BlobsUnavailable {
  override readonly name = "BlobsUnavailable";
  readonly reason: BlobsUnavailable["reason"];

  constructor(reason: BlobsUnavailable["reason"], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.reason = reason;
  }
}
