/** RemoveAllBackends: starts the job that removes all environments of an app and, with CleanAmplifyApp, the app. */

import { acceptJob } from "#control/acceptJob";
import { jobView, wholeApp } from "#control/jobView";
import { requireApp } from "#control/lookup";
import { checkAppId } from "#control/names";
import type { ControlParts } from "#control/parts";
import type {
  RemoveAllBackendsRequestTypeDef,
  RemoveAllBackendsResponseTypeDef,
} from "#generated/types/amplifyBackend";
import type { Operation, Result } from "#kernel/wire/operation";

export function removeAllBackends(
  parts: ControlParts,
): Operation<RemoveAllBackendsRequestTypeDef, Result<RemoveAllBackendsResponseTypeDef>> {
  return async ({ AppId: appId, CleanAmplifyApp: cleanAmplifyApp = false }) => {
    checkAppId(appId);
    const job = await acceptJob(parts, {
      operation: "RemoveAllBackends",
      appId,
      lane: wholeApp,
      async prepare(transaction) {
        const { incarnation } = await requireApp(parts, transaction, appId);
        return { appIncarnation: incarnation, cleanAmplifyApp };
      },
    });
    const { AppId, Error, JobId, Operation, Status } = jobView(job);
    return { AppId, Error, JobId, Operation, Status };
  };
}
