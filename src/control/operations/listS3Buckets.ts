/** ListS3Buckets: the buckets of this installation by name, a hundred a page. */

import { within } from "#control/deadline";
import { badRequest } from "#control/faults";
import type { ControlParts } from "#control/parts";
import type { ListS3BucketsRequestTypeDef, ListS3BucketsResponseTypeDef } from "#generated/types/amplifyBackend";
import { pageOf } from "#kernel/sql/page";
import type { Operation, Result } from "#kernel/wire/operation";

const pageSize = 100;
const scope = "ListS3Buckets";

export function listS3Buckets(
  parts: ControlParts,
): Operation<ListS3BucketsRequestTypeDef, Result<ListS3BucketsResponseTypeDef>> {
  return async ({ NextToken }) => {
    const after = NextToken === undefined ? undefined : parts.pageTokens.decode(NextToken, scope);
    if (NextToken !== undefined && typeof after !== "string") {
      throw badRequest("NextToken is not one that ListS3Buckets gave.");
    }
    const answer = parts.buckets?.list(after as string | undefined, pageSize + 1) ?? Promise.resolve([]);
    const found = await within(parts.settings.planeTimeoutMs, "The storage plane", answer);
    const page = pageOf(found, pageSize, ({ name }) => name);
    return {
      Buckets: page.items.map(({ name, createdAt }) => ({
        Name: name,
        CreationDate: new Date(createdAt).toISOString(),
      })),
      ...(page.next !== undefined && { NextToken: parts.pageTokens.encode(page.next, scope) }),
    };
  };
}
