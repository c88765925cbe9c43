/** ListApps: all apps by id, at most 100 a page. */

import { appView } from "#control/appView";
import { nextToken, positionOf } from "#control/listPosition";
import type { ControlParts } from "#control/parts";
import type { ListAppsRequest, ListAppsResult } from "#generated/types/amplify";
import { pageOf } from "#kernel/sql/page";
import type { Operation } from "#kernel/wire/operation";

const largestPage = 100;

export function listApps(parts: ControlParts): Operation<ListAppsRequest, ListAppsResult> {
  return async (request) => {
    const limit = request.maxResults || largestPage;
    const after = positionOf(parts, "ListApps", request.nextToken);
    const page = pageOf(await parts.stores.apps.list(parts.database, after, limit + 1), limit, ({ appId }) => appId);
    return { apps: page.items.map((app) => appView(parts, app)), ...nextToken(parts, "ListApps", page.next) };
  };
}
