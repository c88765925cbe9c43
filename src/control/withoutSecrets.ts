/** The auth configuration as GetBackendAuth may show it: all of it but the secrets of sign-in providers. */

import type { CreateBackendAuthResourceConfigOutputTypeDef } from "#generated/types/amplifyBackend";

type Config = CreateBackendAuthResourceConfigOutputTypeDef;
type OAuth = NonNullable<Config["UserPoolConfigs"]["OAuth"]>;
type Providers = NonNullable<OAuth["SocialProviderSettings"]>;

/** Secrets go in and never come out: an update that leaves them out keeps them, a clone takes them from the plane. */
export function withoutSecrets(config: Config): Config {
  const { OAuth, ...pool } = config.UserPoolConfigs;
  if (!OAuth?.SocialProviderSettings) return config;
  const SocialProviderSettings = shownProviders(OAuth.SocialProviderSettings);
  return { ...config, UserPoolConfigs: { ...pool, OAuth: { ...OAuth, SocialProviderSettings } } };
}

function shownProviders({ Facebook, Google, LoginWithAmazon, SignInWithApple }: Providers): Providers {
  return {
    ...(Facebook && { Facebook: { ClientId: Facebook.ClientId } }),
    ...(Google && { Google: { ClientId: Google.ClientId } }),
    ...(LoginWithAmazon && { LoginWithAmazon: { ClientId: LoginWithAmazon.ClientId } }),
    ...(SignInWithApple && { SignInWithApple: { ...SignInWithApple, PrivateKey: undefined } }),
  };
}
