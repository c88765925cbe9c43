/** UpdateBackendConfig: sets which pool and client the console log-in uses; without a LoginAuthConfig it tells the present one. */

import { notFound } from "#control/faults";
import { checkLoginPool } from "#control/loginPool";
import { requireApp } from "#control/lookup";
import { checkAppId } from "#control/names";
import type { ControlParts } from "#control/parts";
import type {
  UpdateBackendConfigRequestTypeDef,
  UpdateBackendConfigResponseTypeDef,
} from "#generated/types/amplifyBackend";
import type { Operation, Result } from "#kernel/wire/operation";

export function updateBackendConfig(
  parts: ControlParts,
): Operation<UpdateBackendConfigRequestTypeDef, Result<UpdateBackendConfigResponseTypeDef>> {
  return async ({ AppId, LoginAuthConfig }) => {
    checkAppId(AppId);
    await requireApp(parts, parts.database, AppId);
    const { configs } = parts.stores;
    if (LoginAuthConfig) await checkLoginPool(parts, LoginAuthConfig);
    const config = await parts.database.transaction(async (transaction) => {
      if (LoginAuthConfig) await configs.setLogin(transaction, AppId, LoginAuthConfig, parts.clock.now());
      return configs.find(transaction, AppId);
    });
    if (!config) throw notFound("BackendConfig", `App ${AppId} has no backend config; CreateBackendConfig makes one.`);
    return {
      AppId,
      BackendManagerAppId: config.backendManagerAppId,
      Error: "",
      LoginAuthConfig: config.loginAuthConfig,
    };
  };
}
