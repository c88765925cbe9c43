/** The configuration of a resource, as its plane tells it now. */

import type {
  BackendAPIResourceConfigOutputTypeDef,
  BackendAPIResourceConfigUnionTypeDef,
} from "#generated/types/amplifyBackend";
import type { Category } from "#ports/provisioner";
import { checkResourceRequest } from "./acceptResource.ts";
import { within } from "./deadline.ts";
import { notFound } from "./faults.ts";
import { firstDifference } from "./guard.ts";
import { categoryType, requireAddress } from "./lookup.ts";
import type { ControlParts } from "./parts.ts";

export interface ResourcePlace {
  readonly appId: string;
  readonly environment: string;
  readonly resourceName: string;
}

/** @throws NotFoundException when there is none, GatewayTimeoutException when the plane does not answer. */
export async function describeResource(
  parts: ControlParts,
  category: Category,
  place: ResourcePlace,
): Promise<unknown> {
  checkResourceRequest(place);
  const address = await requireAddress(parts, parts.database, { category, ...place });
  const type = categoryType[category];
  const answer = parts.provisioners[category]?.describe(address) ?? Promise.resolve(undefined);
  const config = await within(parts.settings.planeTimeoutMs, `The plane of ${type} resources`, answer);
  if (config === undefined)
    throw notFound(type, `The ${type} resource ${place.resourceName} has no configuration in its plane.`);
  return config;
}

/**
 * The API's configuration, when it is the API the caller means.
 * @param guard members that must be equal; NotFoundException names the first that is not.
 */
export async function describeApi(
  parts: ControlParts,
  place: ResourcePlace,
  guard: BackendAPIResourceConfigUnionTypeDef = {},
): Promise<BackendAPIResourceConfigOutputTypeDef> {
  const config = (await describeResource(parts, "api", place)) as BackendAPIResourceConfigOutputTypeDef;
  const difference = firstDifference(guard, config);
  if (difference !== undefined) {
    throw notFound(
      "API",
      `The API resource ${place.resourceName} has another ResourceConfig.${difference} than the request gives.`,
    );
  }
  return config;
}
