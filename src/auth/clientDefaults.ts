/** Settings of an app client that nobody chose otherwise, as CreateUserPoolClient has them. */

import type { ClientSettings } from "./client.ts";

const hour = 3_600_000;

export const defaultClientSettings: ClientSettings = {
  flows: ["ALLOW_CUSTOM_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
  accessTokenLifetime: hour,
  idTokenLifetime: hour,
  refreshTokenLifetime: 30 * 24 * hour,
  lifetimeUnits: { access: "hours", id: "hours", refresh: "days" },
  sessionLifetime: 180_000,
  preventUserExistenceErrors: "LEGACY",
  tokenRevocation: true,
  oauthFlowsAllowed: false,
  oauthFlows: [],
  oauthScopes: [],
  callbackUrls: [],
  logoutUrls: [],
  identityProviders: [],
  kept: {},
};
