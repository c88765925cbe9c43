/** The two app clients of a pool that the control plane made. */

import { defaultClientSettings } from "#auth/clientDefaults";
import type { ClientSettings } from "#auth/client";
import type { OAuthSettings } from "#auth/pool";

/** Public clients that don't tell who exists, with the pool's OAuth settings. */
export function clientSettingsFor(oauth: OAuthSettings | undefined, present = defaultClientSettings): ClientSettings {
  const settings: ClientSettings = { ...present, preventUserExistenceErrors: "ENABLED" };
  return oauth ? withOAuth(settings, oauth) : { ...settings, identityProviders: ["COGNITO"] };
}

/** Settings of an existing client after the pool's OAuth settings changed; everything else stays. */
export function withOAuth(settings: ClientSettings, oauth: OAuthSettings): ClientSettings {
  return {
    ...settings,
    oauthFlowsAllowed: true,
    oauthFlows: [oauth.grantType === "CODE" ? "code" : "implicit"],
    oauthScopes: oauth.scopes.map(scopeName),
    callbackUrls: oauth.redirectSignInUris,
    logoutUrls: oauth.redirectSignOutUris,
    defaultRedirectUri: oauth.redirectSignInUris[0],
    identityProviders: ["COGNITO", ...socialProviders(oauth).map(({ name }) => name)],
  };
}

export function scopeName(scope: string): string {
  return scope === "AWS_COGNITO_SIGNIN_USER_ADMIN" ? "aws.cognito.signin.user.admin" : scope.toLowerCase();
}

/** The social providers that are configured, by their names in a user pool, with the client id at each. */
export function socialProviders(
  oauth: OAuthSettings,
): readonly { readonly name: string; readonly output: string; readonly clientId: string | undefined }[] {
  const { facebook, google, loginWithAmazon, signInWithApple } = oauth;
  return [
    ...(facebook ? [{ name: "Facebook", output: "FacebookWebClient", clientId: facebook.clientId }] : []),
    ...(google ? [{ name: "Google", output: "GoogleWebClient", clientId: google.clientId }] : []),
    ...(loginWithAmazon
      ? [{ name: "LoginWithAmazon", output: "AmazonWebClient", clientId: loginWithAmazon.clientId }]
      : []),
    ...(signInWithApple
      ? [{ name: "SignInWithApple", output: "AppleWebClient", clientId: signInWithApple.clientId }]
      : []),
  ];
}
