/** Which names buckets and keys may have in the S3 protocol. */

import { isIP } from "node:net";
import { invalidBucketName, keyTooLong } from "./faults.ts";

const bucketForm = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const longestKey = 1024;

/** With dots, unlike the buckets of backends: S3 has them, and whoever names one uses path style. */
export function checkBucketName(name: string): void {
  if (!bucketForm.test(name) || name.includes("..") || isIP(name) !== 0) throw invalidBucketName(name);
}

/** @throws KeyTooLongError */
export function checkKey(key: string): void {
  const size = Buffer.byteLength(key);
  if (size > longestKey) throw keyTooLong(size);
}
