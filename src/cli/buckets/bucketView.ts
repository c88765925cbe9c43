/** A bucket as the operator API lists it. */

import type { Server } from "#cli/server";
import { pagesOf, usualMembers } from "#cli/users/pages";

export interface BucketView {
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly backends: readonly BackendView[];
  /** Only where usage was asked for. */
  readonly objects?: number;
  readonly bytes?: number;
}

export interface BackendView {
  readonly appId: string;
  readonly environment: string;
  readonly resourceName: string;
  readonly imported: boolean;
}

/** All buckets whose names begin with `prefix`, by name. */
export async function allBuckets(server: Server, query: Readonly<Record<string, string>>): Promise<BucketView[]> {
  const found: BucketView[] = [];
  const pages = pagesOf<BucketView>(
    server,
    "/_ohmstead/v1/buckets",
    { limit: "100", ...query },
    usualMembers("buckets"),
  );
  for await (const page of pages) found.push(...page);
  return found;
}
