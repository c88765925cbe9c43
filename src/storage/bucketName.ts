/** Names of buckets: which are good, and how one is made up. */

import { randomText } from "#kernel/id";
import type { Random } from "#ports/random";

const form = /^[a-z0-9](?:[a-z0-9-]{1,61})[a-z0-9]$/;
const reservedStarts = ["xn--", "sthree-", "amzn-s3-demo-"];
const reservedEnds = ["-s3alias", "--ol-s3", "--x-s3", "--table-s3"];

/**
 * Why a backend's bucket cannot have this name, or undefined when it can. S3 allows dots too; but with one, stock clients turn
 * to addresses that no wildcard certificate covers, and Amplify can no longer remove folders.
 */
export function bucketNameProblem(name: string): string | undefined {
  if (name.includes(".")) return "must not have a dot: Amplify's clients cannot use such a bucket over https";
  if (!form.test(name)) return "must be 3 to 63 lower-case letters, digits and hyphens, with no hyphen first or last";
  const start = reservedStarts.find((each) => name.startsWith(each));
  if (start !== undefined) return `must not begin with ${start}, which S3 keeps for itself`;
  const end = reservedEnds.find((each) => name.endsWith(each));
  return end === undefined ? undefined : `must not end with ${end}, which S3 keeps for itself`;
}

/** `<resource>-<environment>-<six characters>`, in characters a bucket name may have. */
export function newBucketName(resourceName: string, environment: string, random: Random): string {
  const plain = (text: string, length: number): string =>
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, length)
      .replace(/-+$/, "");
  const parts = [plain(resourceName, 30), plain(environment, 20)].filter((part) => part !== "");
  const name = [...parts, randomText(random, 6)].join("-");
  return bucketNameProblem(name) === undefined ? name : `bucket-${randomText(random, 12)}`;
}
