/** From CreateUserPoolClient and UpdateUserPoolClient to a client's settings. */

import { defaultClientSettings } from "#auth/clientDefaults";
import type { AuthFlow, ClientSettings } from "#auth/client";
import { invalidParameter } from "#auth/faults";
import type { CreateUserPoolClientRequest, ExplicitAuthFlowsType } from "#generated/types/cognitoIdp";

export type ClientInput = Omit<
  CreateUserPoolClientRequest,
  "UserPoolId" | "ClientName" | "GenerateSecret" | "ClientSecret"
>;

type Unit = ClientSettings["lifetimeUnits"]["access"];

const unitMs: Readonly<Record<Unit, number>> = { seconds: 1_000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 };
const minute = 60_000;
const day = 86_400_000;

/** The whole of a client as the input states it; what it leaves out goes back to its default, as on AWS. */
export function clientSettingsFrom(input: ClientInput): ClientSettings {
  const units = input.TokenValidityUnits ?? {};
  const lifetimeUnits = {
    access: units.AccessToken ?? "hours",
    id: units.IdToken ?? "hours",
    refresh: units.RefreshToken ?? "days",
  };
  const access = lifetime(
    "AccessTokenValidity",
    input.AccessTokenValidity,
    lifetimeUnits.access,
    defaultClientSettings.accessTokenLifetime,
  );
  const id = lifetime(
    "IdTokenValidity",
    input.IdTokenValidity,
    lifetimeUnits.id,
    defaultClientSettings.idTokenLifetime,
  );
  const refresh = lifetime(
    "RefreshTokenValidity",
    input.RefreshTokenValidity,
    lifetimeUnits.refresh,
    defaultClientSettings.refreshTokenLifetime,
  );
  checkRange("AccessTokenValidity", access, 5 * minute, day);
  checkRange("IdTokenValidity", id, 5 * minute, day);
  checkRange("RefreshTokenValidity", refresh, 60 * minute, 3650 * day);
  if (refresh < access || refresh < id)
    throw invalidParameter("Refresh tokens must not live shorter than access and ID tokens.");
  return {
    flows: flowsFrom(input.ExplicitAuthFlows),
    accessTokenLifetime: access,
    idTokenLifetime: id,
    refreshTokenLifetime: refresh,
    lifetimeUnits,
    sessionLifetime: (input.AuthSessionValidity ?? 3) * minute,
    preventUserExistenceErrors: input.PreventUserExistenceErrors ?? "LEGACY",
    tokenRevocation: input.EnableTokenRevocation ?? true,
    ...rotationFrom(input),
    ...(input.ReadAttributes && { readAttributes: input.ReadAttributes }),
    ...(input.WriteAttributes && { writeAttributes: input.WriteAttributes }),
    oauthFlowsAllowed: input.AllowedOAuthFlowsUserPoolClient ?? false,
    oauthFlows: input.AllowedOAuthFlows ?? [],
    oauthScopes: input.AllowedOAuthScopes ?? [],
    callbackUrls: input.CallbackURLs ?? [],
    logoutUrls: input.LogoutURLs ?? [],
    ...(input.DefaultRedirectURI !== undefined && { defaultRedirectUri: input.DefaultRedirectURI }),
    identityProviders: input.SupportedIdentityProviders ?? [],
    kept: keptFrom(input),
  };
}

function keptFrom(input: ClientInput): Readonly<Record<string, unknown>> {
  const { AnalyticsConfiguration, EnablePropagateAdditionalUserContextData } = input;
  return {
    ...(AnalyticsConfiguration && { AnalyticsConfiguration }),
    ...(EnablePropagateAdditionalUserContextData !== undefined && { EnablePropagateAdditionalUserContextData }),
  };
}

function rotationFrom({ RefreshTokenRotation: rotation }: ClientInput): Pick<ClientSettings, "rotation"> {
  if (rotation?.Feature !== "ENABLED") return {};
  const graceSeconds = rotation.RetryGracePeriodSeconds ?? 0;
  if (graceSeconds < 0 || graceSeconds > 60)
    throw invalidParameter("RetryGracePeriodSeconds must be between 0 and 60.");
  return { rotation: { graceSeconds } };
}

/** Zero means the default, as clients that send every member have it. */
function lifetime(name: string, given: number | undefined, unit: Unit, fallback: number): number {
  if (given === undefined || given === 0) return fallback;
  if (!Number.isInteger(given) || given < 0) throw invalidParameter(`${name} must be a whole number.`);
  return given * unitMs[unit];
}

function checkRange(name: string, value: number, least: number, most: number): void {
  if (value >= least && value <= most) return;
  throw invalidParameter(
    `Invalid range for token validity: ${name} must be between ${least / minute} minutes and ${most / day} days.`,
  );
}

const olderFlows: Partial<Record<ExplicitAuthFlowsType, AuthFlow>> = {
  ADMIN_NO_SRP_AUTH: "ALLOW_ADMIN_USER_PASSWORD_AUTH",
  CUSTOM_AUTH_FLOW_ONLY: "ALLOW_CUSTOM_AUTH",
  USER_PASSWORD_AUTH: "ALLOW_USER_PASSWORD_AUTH",
};

function flowsFrom(given: readonly ExplicitAuthFlowsType[] | undefined): readonly AuthFlow[] {
  if (!given || given.length === 0) return defaultClientSettings.flows;
  const older = given.filter((flow) => olderFlows[flow] !== undefined);
  if (older.length > 0 && older.length < given.length) {
    throw invalidParameter("ExplicitAuthFlows with the ALLOW_ prefix cannot be mixed with those without it.");
  }
  const flows = given.map((flow) => olderFlows[flow] ?? (flow as AuthFlow));
  // The older names left refresh out: it was always allowed; and SRP was, except with CUSTOM_AUTH_FLOW_ONLY.
  if (older.length === 0) return [...new Set(flows)];
  const srp: AuthFlow[] = given.includes("CUSTOM_AUTH_FLOW_ONLY") ? [] : ["ALLOW_USER_SRP_AUTH"];
  return [...new Set<AuthFlow>([...flows, ...srp, "ALLOW_REFRESH_TOKEN_AUTH"])];
}
