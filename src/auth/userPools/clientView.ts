/** An app client as DescribeUserPoolClient answers it. */

import type { Client, ClientSettings } from "#auth/client";
import type { OAuthFlowType, UserPoolClientType } from "#generated/types/cognitoIdp";

type Unit = ClientSettings["lifetimeUnits"]["access"];

const unitMs: Readonly<Record<Unit, number>> = { seconds: 1_000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 };

export function clientView(client: Client): UserPoolClientType {
  const { settings } = client;
  const { lifetimeUnits: units } = settings;
  return {
    ...settings.kept,
    UserPoolId: client.poolId,
    ClientName: client.name,
    ClientId: client.id,
    ...(client.secret !== undefined && { ClientSecret: client.secret }),
    LastModifiedDate: client.updatedAt,
    CreationDate: client.createdAt,
    RefreshTokenValidity: settings.refreshTokenLifetime / unitMs[units.refresh],
    AccessTokenValidity: settings.accessTokenLifetime / unitMs[units.access],
    IdTokenValidity: settings.idTokenLifetime / unitMs[units.id],
    TokenValidityUnits: { AccessToken: units.access, IdToken: units.id, RefreshToken: units.refresh },
    ...(settings.readAttributes && { ReadAttributes: settings.readAttributes }),
    ...(settings.writeAttributes && { WriteAttributes: settings.writeAttributes }),
    ExplicitAuthFlows: settings.flows,
    ...(settings.identityProviders.length > 0 && { SupportedIdentityProviders: settings.identityProviders }),
    ...oauthView(settings),
    PreventUserExistenceErrors: settings.preventUserExistenceErrors,
    EnableTokenRevocation: settings.tokenRevocation,
    AuthSessionValidity: settings.sessionLifetime / 60_000,
    RefreshTokenRotation: settings.rotation
      ? { Feature: "ENABLED", RetryGracePeriodSeconds: settings.rotation.graceSeconds }
      : { Feature: "DISABLED" },
  };
}

function oauthView(settings: ClientSettings): Partial<UserPoolClientType> {
  return {
    ...(settings.callbackUrls.length > 0 && { CallbackURLs: settings.callbackUrls }),
    ...(settings.logoutUrls.length > 0 && { LogoutURLs: settings.logoutUrls }),
    ...(settings.defaultRedirectUri !== undefined && { DefaultRedirectURI: settings.defaultRedirectUri }),
    ...(settings.oauthFlows.length > 0 && { AllowedOAuthFlows: settings.oauthFlows as readonly OAuthFlowType[] }),
    ...(settings.oauthScopes.length > 0 && { AllowedOAuthScopes: settings.oauthScopes }),
    AllowedOAuthFlowsUserPoolClient: settings.oauthFlowsAllowed,
  };
}
