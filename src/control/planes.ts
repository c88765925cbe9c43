/** The way to a data plane: which one serves a category, and what stands beside a resource. */

import type { Runner } from "#ports/database";
import type { Category, Provisioner, ResourceSummary } from "#ports/provisioner";
import { refusal } from "./faults.ts";
import type { ControlParts } from "./parts.ts";

const planeNames: Readonly<Record<Category, string>> = { api: "GraphQL", auth: "auth", storage: "storage" };

/** @throws ProvisionRefusal when this version has no plane for the category. */
export function requirePlane(parts: ControlParts, category: Category): Provisioner {
  const plane = parts.provisioners[category];
  if (!plane) {
    throw refusal(
      `This version of Ohmstead has no ${planeNames[category]} plane yet, so the request was not carried out.`,
    );
  }
  return plane;
}

/** The READY resources of an environment but for one, as a plane sees them. */
export async function siblingsOf(
  parts: ControlParts,
  runner: Runner,
  place: { readonly appId: string; readonly environment: string; readonly resourceId: string },
): Promise<readonly ResourceSummary[]> {
  const resources = await parts.stores.resources.list(runner, place.appId, place.environment);
  return resources
    .filter((resource) => resource.state === "READY" && resource.resourceId !== place.resourceId)
    .map(({ category, resourceName, resourceId, imported, outputs }) => ({
      category,
      resourceName,
      resourceId,
      imported,
      outputs,
    }));
}
