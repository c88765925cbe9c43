/** Faults of cognito-identity. */

import { Fault } from "#kernel/wire/fault";

const fault = (code: string, message: string): Fault => new Fault(code, message, { status: 400 });

export const guestsRefused = (): Fault =>
  fault("NotAuthorizedException", "Unauthenticated access is not supported for this identity pool.");
export const poolMissing = (id: string): Fault => fault("ResourceNotFoundException", `IdentityPool '${id}' not found.`);
export const identityMissing = (id: string): Fault => fault("ResourceNotFoundException", `Identity '${id}' not found.`);
export const identityForbidden = (id: string): Fault =>
  fault("NotAuthorizedException", `Access to Identity '${id}' is forbidden.`);
export const loginsDiffer = (): Fault =>
  fault(
    "NotAuthorizedException",
    "Logins don't match. Please include at least one valid login for this identity or identity pool.",
  );
export const badLogin = (reason: string): Fault => fault("NotAuthorizedException", `Invalid login token. ${reason}`);
export const providerRefused = (): Fault =>
  fault("NotAuthorizedException", "Token is not from a supported provider of this identity pool.");
export const loginTaken = (): Fault =>
  fault("ResourceConflictException", "Login is already linked to another account.");
export const noRole = (): Fault =>
  fault(
    "InvalidIdentityPoolConfigurationException",
    "Invalid identity pool configuration. Check assigned IAM roles for this pool.",
  );
export const roleRefused = (): Fault =>
  fault("NotAuthorizedException", "The role asked for is not among the roles of the token.");
export const badParameter = (reason: string): Fault => fault("InvalidParameterException", reason);
export const changedMeanwhile = (): Fault =>
  fault("ConcurrentModificationException", "The identity pool was changed by other requests. Please try again.");
