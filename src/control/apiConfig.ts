/** Rules for the ResourceConfig of an API that need no plane to check. */

import type { BackendAPIAuthTypeTypeDef, BackendAPIResourceConfigUnionTypeDef } from "#generated/types/amplifyBackend";
import { badRequest } from "./faults.ts";

/** @throws BadRequestException naming the member. */
export function checkApiConfig(config: BackendAPIResourceConfigUnionTypeDef): void {
  if (config.Service !== undefined && config.Service !== "AppSync") {
    throw badRequest(
      `ResourceConfig.Service must be AppSync or left out; ${JSON.stringify(config.Service.slice(0, 40))} is not.`,
    );
  }
  const types = [...(config.DefaultAuthType ? [config.DefaultAuthType] : []), ...(config.AdditionalAuthTypes ?? [])];
  for (const type of types) checkExpiration(type);
  checkDoubles(types);
}

/** What a new API cannot do without. */
export function checkNewApiConfig(config: BackendAPIResourceConfigUnionTypeDef): void {
  checkApiConfig(config);
  if (config.TransformSchema === undefined || config.TransformSchema.trim() === "") {
    throw badRequest(
      "ResourceConfig.TransformSchema is missing: it holds the API's types in GraphQL, with directives.",
    );
  }
}

function checkExpiration(type: BackendAPIAuthTypeTypeDef): void {
  const days = type.Settings?.ExpirationTime;
  if (days !== undefined && (days < 1 || days > 365)) {
    throw badRequest(`Settings.ExpirationTime must be 1 to 365 days; ${days} is not.`);
  }
}

/** A mode may come twice only where the two differ: issuers, or user pools. */
function checkDoubles(types: readonly BackendAPIAuthTypeTypeDef[]): void {
  const seen = new Set<string>();
  for (const { Mode, Settings } of types) {
    if (Mode === undefined) continue;
    const which = Mode === "OPENID_CONNECT" ? Settings?.OpenIDIssueURL : Settings?.CognitoUserPoolId;
    const key = `${Mode} ${which ?? ""}`;
    if (seen.has(key))
      throw badRequest(`${Mode} is given twice among DefaultAuthType and AdditionalAuthTypes; once is enough.`);
    seen.add(key);
  }
}
