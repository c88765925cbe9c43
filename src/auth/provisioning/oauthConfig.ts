/** OAuth of the configuration. */

import type { OAuthSettings } from "#auth/pool";
import type { UpdateBackendAuthOAuthConfigTypeDef } from "#generated/types/amplifyBackend";
import { Refusal } from "./refusal.ts";

/** What the update leaves out stays; a list that is given replaces the one before. @throws Refusal */
export function oauthFrom(
  present: OAuthSettings | undefined,
  config: UpdateBackendAuthOAuthConfigTypeDef,
): OAuthSettings {
  const domainPrefix = config.DomainPrefix ?? present?.domainPrefix;
  if (domainPrefix !== undefined && !/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(domainPrefix)) {
    throw new Refusal(
      `OAuth.DomainPrefix must be 1 to 63 lower-case letters, digits and hyphens, and neither begin nor end with a hyphen, not "${domainPrefix}".`,
    );
  }
  const grantType = config.OAuthGrantType ?? present?.grantType;
  if (!grantType) throw new Refusal("OAuth.OAuthGrantType is missing: this pool has no OAuth settings yet.");
  const redirectSignInUris = config.RedirectSignInURIs ?? present?.redirectSignInUris ?? [];
  const redirectSignOutUris = config.RedirectSignOutURIs ?? present?.redirectSignOutUris ?? [];
  for (const uri of redirectSignInUris) checkRedirect("OAuth.RedirectSignInURIs", uri);
  for (const uri of redirectSignOutUris) checkRedirect("OAuth.RedirectSignOutURIs", uri);
  return {
    ...(domainPrefix !== undefined && { domainPrefix }),
    grantType,
    scopes: config.OAuthScopes ?? present?.scopes ?? [],
    redirectSignInUris,
    redirectSignOutUris,
    ...providers(present, config.SocialProviderSettings ?? {}),
  };
}

type Providers = Pick<OAuthSettings, "facebook" | "google" | "loginWithAmazon" | "signInWithApple">;

function providers(
  present: Providers | undefined,
  given: NonNullable<UpdateBackendAuthOAuthConfigTypeDef["SocialProviderSettings"]>,
): Providers {
  const social = (config: typeof given.Facebook, before: Providers["facebook"]) =>
    config
      ? { clientId: config.ClientId ?? before?.clientId, clientSecret: config.ClientSecret ?? before?.clientSecret }
      : before;
  const { SignInWithApple: apple } = given;
  const appleBefore = present?.signInWithApple;
  return {
    facebook: social(given.Facebook, present?.facebook),
    google: social(given.Google, present?.google),
    loginWithAmazon: social(given.LoginWithAmazon, present?.loginWithAmazon),
    signInWithApple: apple
      ? {
          clientId: apple.ClientId ?? appleBefore?.clientId,
          keyId: apple.KeyId ?? appleBefore?.keyId,
          teamId: apple.TeamId ?? appleBefore?.teamId,
          privateKey: apple.PrivateKey ?? appleBefore?.privateKey,
        }
      : appleBefore,
  };
}

const local: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

/** https anywhere, http on this machine, or an app's own scheme; no fragment. */
function checkRedirect(member: string, uri: string): void {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  const script = url !== undefined && /^(javascript|data|vbscript|file|blob|about):$/.test(url.protocol);
  const plain = url?.protocol === "http:" && !local.includes(url.hostname);
  if (url && !script && !plain && !uri.includes("#")) return;
  throw new Refusal(
    `${member}: "${uri}" must be an https address, an http address on localhost, or an address of an app's own scheme, without a fragment.`,
  );
}
