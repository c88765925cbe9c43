/** ListBackendEnvironments: environments of an app by name, at most 50 a page; environmentName keeps only that one. */

import { environmentView } from "#control/appView";
import { nextToken, positionOf } from "#control/listPosition";
import { badRequest } from "#control/faults";
import type { ControlParts } from "#control/parts";
import type { ListBackendEnvironmentsRequest, ListBackendEnvironmentsResult } from "#generated/types/amplify";
import { pageOf } from "#kernel/sql/page";
import type { Operation } from "#kernel/wire/operation";

const largestPage = 50;

/** The operation has no NotFoundException, so an unknown app is a bad request. */
export function listBackendEnvironments(
  parts: ControlParts,
): Operation<ListBackendEnvironmentsRequest, ListBackendEnvironmentsResult> {
  return async ({ appId, environmentName, maxResults, nextToken: token }) => {
    const { apps, environments } = parts.stores;
    if (!(await apps.find(parts.database, appId))) throw badRequest(`App ${appId} not found.`);
    if (environmentName !== undefined) {
      const found = await environments.find(parts.database, appId, environmentName);
      return { backendEnvironments: found ? [environmentView(parts, found)] : [] };
    }
    const limit = maxResults || largestPage;
    const list = `ListBackendEnvironments ${appId}`;
    const after = positionOf(parts, list, token);
    const page = pageOf(await environments.list(parts.database, appId, after, limit + 1), limit, ({ name }) => name);
    return {
      backendEnvironments: page.items.map((environment) => environmentView(parts, environment)),
      ...nextToken(parts, list, page.next),
    };
  };
}
