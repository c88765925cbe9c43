/** GET buckets: the buckets there are, which backends stand on them and, where asked, what they hold; by page. */

import type { JsonRoute } from "#kernel/wire/jsonApiRoute";
import { pageOf } from "#kernel/sql/page";
import { invalidRequest } from "#storage/faults";
import type { Bucket } from "#storage/objects";
import type { Stores } from "#storage/store/stores";

const usual = 100;
const most = 500;

export function listBuckets({ buckets, resources }: Stores): JsonRoute {
  const view = async (bucket: Bucket, isCounted: boolean): Promise<unknown> => {
    const holders = await resources.onBucket(bucket.id);
    return {
      name: bucket.name,
      createdAt: bucket.createdAt,
      backends: holders.map(({ appId, environment, resourceName, imported }) => ({
        appId,
        environment,
        resourceName,
        imported,
      })),
      // Counting reads every object's row, so it is done only when asked for.
      ...(isCounted && (await buckets.stats(bucket.id))),
    };
  };
  return {
    method: "GET",
    path: "/_ohmstead/v1/buckets",
    async handle({ query }) {
      const limit = pageSize(query.get("limit"));
      const found = await buckets.list(query.get("token") ?? undefined, limit + 1, query.get("prefix") ?? undefined);
      const { items, next } = pageOf(found, limit, ({ name }) => name);
      const isCounted = query.get("usage") === "1";
      return { buckets: await Promise.all(items.map((bucket) => view(bucket, isCounted))), next };
    },
  };
}

function pageSize(text: string | null): number {
  if (text === null) return usual;
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= most) return limit;
  throw invalidRequest(`limit must be a number from 1 to ${most}.`);
}
