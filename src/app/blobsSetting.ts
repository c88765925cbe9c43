/** How the setting for the place of objects is written: `folder`, or `s3://bucket/prefix`. */

export type BlobsSetting = "folder" | { readonly bucket: string; readonly prefix: string };

const form = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/;

/**
 * Reads `OHMSTEAD_BLOBS`.
 * @throws Error with a sentence for the operator
 */
export function readBlobsSetting(text: string | undefined): BlobsSetting {
  if (!text || text === "folder") return "folder";
  const [, bucket, path = ""] = form.exec(text) ?? [];
  if (bucket === undefined) throw new Error(`OHMSTEAD_BLOBS must be "folder" or s3://bucket/prefix, not "${text}"`);
  return { bucket, prefix: path === "" || path.endsWith("/") ? path : `${path}/` };
}

/** An address of an S3 engine; absent: AWS itself. */
export function readBlobsEndpoint(text: string | undefined): string | undefined {
  if (!text) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password) return text.replace(/\/$/, "");
  throw new Error("OHMSTEAD_BLOBS_ENDPOINT must be an address such as https://s3.example.org, without a password");
}
