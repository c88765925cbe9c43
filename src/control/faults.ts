/** The control plane's faults: one function for each error AWS's clients know, so that texts and members stay alike. */

import { Fault } from "#kernel/wire/fault";
import type { ProvisionRefusal } from "#ports/provisioner";

/** What `NotFoundException.ResourceType` may name. */
export type ResourceType =
  | "App"
  | "Environment"
  | "API"
  | "Auth"
  | "Storage"
  | "Models"
  | "Job"
  | "Token"
  | "BackendConfig";

/** The request itself cannot be served; `message` says which rule it breaks. */
export function badRequest(message: string): Fault {
  return new Fault("BadRequestException", message, { status: 400 });
}

/** Something the request names is not there. */
export function notFound(resourceType: ResourceType, message: string): Fault {
  return new Fault("NotFoundException", message, { status: 404, members: { ResourceType: resourceType } });
}

/** A limit of this installation is reached; clients repeat the call after a while. */
export function tooManyRequests(limitType: string, message: string): Fault {
  return new Fault("TooManyRequestsException", message, { status: 429, members: { LimitType: limitType } });
}

/** A data plane did not answer in time. */
export function gatewayTimeout(message: string): Fault {
  return new Fault("GatewayTimeoutException", message, { status: 504 });
}

/** A job keeps the environment busy. AWS answers this code although its model has no such error. */
export function jobPending(
  appId: string,
  environment: string,
  holder?: { readonly operation: string; readonly id: string },
): Fault {
  const which = holder ? ` (${holder.operation}, job ${holder.id})` : "";
  return new Fault(
    "ValidationException",
    `There is already a pending job${which} for appId ${appId} and backendEnvironmentName ${environment}. Wait until it is finished, then try again.`,
    { status: 400 },
  );
}

class Refusal extends Error implements ProvisionRefusal {
  override readonly name = "ProvisionRefusal";
}

/** A reason a person can act on, thrown by a job step; the text becomes the job's Error. */
export function refusal(message: string): ProvisionRefusal {
  return new Refusal(message);
}

/** NotFoundException where the answer has a message only: the Amplify service and the operator API. */
export function notFoundHere(message: string): Fault {
  return new Fault("NotFoundException", message, { status: 404 });
}
