/** The rule for LoginAuthConfig: what it names must exist here. */

import type { LoginAuthConfigReqObjTypeDef } from "#generated/types/amplifyBackend";
import { badRequest } from "./faults.ts";
import type { ControlParts } from "./parts.ts";

/** @throws BadRequestException naming the member whose pool, client or region is not one of this installation. */
export async function checkLoginPool(parts: ControlParts, login: LoginAuthConfigReqObjTypeDef): Promise<void> {
  const { AwsCognitoRegion, AwsUserPoolsId, AwsUserPoolsWebClientId, AwsCognitoIdentityPoolId } = login;
  if (AwsCognitoRegion !== undefined && AwsCognitoRegion !== parts.settings.region) {
    throw badRequest(
      `LoginAuthConfig.AwsCognitoRegion is ${JSON.stringify(AwsCognitoRegion.slice(0, 40))}; the pools of this server are in ${parts.settings.region}.`,
    );
  }
  const pools = await parts.stores.resources.listCategory(parts.database, "auth");
  const fits = pools.filter(({ outputs }) => {
    const clients = [outputs["AppClientIDWeb"], outputs["AppClientID"]];
    if (AwsUserPoolsId !== undefined && outputs["UserPoolId"] !== AwsUserPoolsId) return false;
    if (AwsUserPoolsWebClientId !== undefined && !clients.includes(AwsUserPoolsWebClientId)) return false;
    return AwsCognitoIdentityPoolId === undefined || outputs["IdentityPoolId"] === AwsCognitoIdentityPoolId;
  });
  const named = AwsUserPoolsId ?? AwsUserPoolsWebClientId ?? AwsCognitoIdentityPoolId;
  if (named !== undefined && fits.length === 0) {
    throw badRequest(
      `LoginAuthConfig names ${JSON.stringify(named.slice(0, 60))}, but no auth resource here has that user pool, web client and identity pool together.`,
    );
  }
}
