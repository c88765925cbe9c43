/** Which role an identity gets. The client can only choose among the roles that the token itself carries. */

import type { IdentityPool, RoleMapping, RoleRule } from "#auth/identityPool";
import type { UserPoolCaller } from "#ports/verifier";
import { noRole, roleRefused } from "./faults.ts";
import type { VerifiedLogin } from "./logins.ts";

/** @throws Fault NotAuthorizedException or InvalidIdentityPoolConfigurationException */
export function roleFor(pool: IdentityPool, login: VerifiedLogin | undefined, custom: string | undefined): string {
  const { settings } = pool;
  if (!login) return present(settings.unauthenticatedRole);
  const { token } = login;
  if (custom !== undefined) {
    if (rolesOf(token).includes(custom)) return custom;
    throw roleRefused();
  }
  const mapping = settings.roleMappings[`${login.provider}:${token.clientId}`];
  if (!mapping) return present(settings.authenticatedRole);
  return mapped(mapping, token) ?? fallback(mapping, settings.authenticatedRole);
}

function mapped(mapping: RoleMapping, token: UserPoolCaller): string | undefined {
  if (mapping.type === "Rules") return mapping.rules.find((rule) => applies(rule, token))?.roleArn;
  const preferred = token.claims["cognito:preferred_role"];
  if (typeof preferred === "string") return preferred;
  const roles = rolesOf(token);
  return roles.length === 1 ? roles[0] : undefined;
}

function fallback(mapping: RoleMapping, authenticated: string | undefined): string {
  if (mapping.ambiguous === "Deny") throw noRole();
  return present(authenticated);
}

function applies({ claim, match, value }: RoleRule, token: UserPoolCaller): boolean {
  const found = token.claims[claim];
  if (found === undefined) return false;
  const texts = (Array.isArray(found) ? found : [found]).map(String);
  if (match === "NotEqual") return !texts.includes(value);
  if (match === "Equals") return texts.includes(value);
  return texts.some((text) => (match === "StartsWith" ? text.startsWith(value) : text.includes(value)));
}

function rolesOf(token: UserPoolCaller): readonly string[] {
  const roles = token.claims["cognito:roles"];
  return Array.isArray(roles) ? roles.filter((role) => typeof role === "string") : [];
}

function present(role: string | undefined): string {
  if (role === undefined) throw noRole();
  return role;
}
