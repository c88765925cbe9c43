/** From a pool's settings back to the seed's configuration, as GetBackendAuth answers it. */

import type { IdentityPool } from "#auth/identityPool";
import type { MessageTexts, OAuthSettings, Pool, PoolSettings } from "#auth/pool";
import type {
  BackendAuthSocialProviderConfigTypeDef,
  CreateBackendAuthForgotPasswordConfigTypeDef,
  CreateBackendAuthOAuthConfigTypeDef,
  CreateBackendAuthResourceConfigTypeDef,
  CreateBackendAuthUserPoolConfigTypeDef,
} from "#generated/types/amplifyBackend";

type Config = CreateBackendAuthResourceConfigTypeDef;
type UserPoolConfig = CreateBackendAuthUserPoolConfigTypeDef;

export function configOf(pool: Pool, identityPool: IdentityPool | undefined): Config {
  return {
    AuthResources: identityPool ? "IDENTITY_POOL_AND_USER_POOL" : "USER_POOL_ONLY",
    Service: "COGNITO",
    UserPoolConfigs: userPoolConfig(pool),
    ...(identityPool && {
      IdentityPoolConfigs: {
        IdentityPoolName: identityPool.name,
        UnauthenticatedLogin: identityPool.settings.allowUnauthenticated,
      },
    }),
  };
}

function userPoolConfig({ name, settings }: Pool): UserPoolConfig {
  const { verification, recovery, oauth } = settings;
  return {
    RequiredSignUpAttributes: requiredAttributes(settings),
    SignInMethod: signInMethod(settings),
    UserPoolName: name,
    ...(recovery && { ForgotPassword: messageConfig(recovery) }),
    Mfa: mfaConfig(settings.mfa),
    ...(oauth && { OAuth: oauthConfig(oauth) }),
    PasswordPolicy: passwordPolicyConfig(settings.passwordPolicy),
    ...(verification && { VerificationMessage: messageConfig(verification) }),
  };
}

export function signInMethod({ usernameAttributes }: PoolSettings): UserPoolConfig["SignInMethod"] {
  if (usernameAttributes.length > 1) return "EMAIL_AND_PHONE_NUMBER";
  const [only] = usernameAttributes;
  if (only === undefined) return "USERNAME";
  return only === "email" ? "EMAIL" : "PHONE_NUMBER";
}

/** Only the standard attributes have a place in the configuration. */
function requiredAttributes({ schema }: PoolSettings): UserPoolConfig["RequiredSignUpAttributes"] {
  const names = schema.filter(({ name, required }) => required && name !== "sub").map(({ name }) => name);
  const elements = names.map((name) => (name === "zoneinfo" ? "ZONE_INFO" : name.toUpperCase()));
  return elements as unknown as UserPoolConfig["RequiredSignUpAttributes"];
}

function mfaConfig({ mode, sms, softwareToken, smsMessage }: PoolSettings["mfa"]): NonNullable<UserPoolConfig["Mfa"]> {
  const MfaTypes = [...(sms ? (["SMS"] as const) : []), ...(softwareToken ? (["TOTP"] as const) : [])];
  const hasSettings = MfaTypes.length > 0 || smsMessage !== undefined;
  return {
    MFAMode: mode,
    ...(hasSettings && { Settings: { MfaTypes, ...(smsMessage !== undefined && { SmsMessage: smsMessage }) } }),
  };
}

function passwordPolicyConfig(policy: PoolSettings["passwordPolicy"]): NonNullable<UserPoolConfig["PasswordPolicy"]> {
  const AdditionalConstraints = [
    ...(policy.requireNumbers ? (["REQUIRE_DIGIT"] as const) : []),
    ...(policy.requireLowercase ? (["REQUIRE_LOWERCASE"] as const) : []),
    ...(policy.requireSymbols ? (["REQUIRE_SYMBOL"] as const) : []),
    ...(policy.requireUppercase ? (["REQUIRE_UPPERCASE"] as const) : []),
  ];
  return { MinimumLength: policy.minimumLength, AdditionalConstraints };
}

function messageConfig(texts: MessageTexts): CreateBackendAuthForgotPasswordConfigTypeDef {
  const { channel, emailSubject, emailMessage, smsMessage } = texts;
  const hasMail = emailSubject !== undefined || emailMessage !== undefined;
  return {
    DeliveryMethod: channel,
    ...(hasMail && {
      EmailSettings: {
        ...(emailMessage !== undefined && { EmailMessage: emailMessage }),
        ...(emailSubject !== undefined && { EmailSubject: emailSubject }),
      },
    }),
    ...(smsMessage !== undefined && { SmsSettings: { SmsMessage: smsMessage } }),
  };
}

function oauthConfig(oauth: OAuthSettings): CreateBackendAuthOAuthConfigTypeDef {
  const { facebook, google, loginWithAmazon, signInWithApple: apple } = oauth;
  const social = (provider: OAuthSettings["google"]): BackendAuthSocialProviderConfigTypeDef => ({
    ClientId: provider?.clientId,
    ClientSecret: provider?.clientSecret,
  });
  const settings = {
    ...(facebook && { Facebook: social(facebook) }),
    ...(google && { Google: social(google) }),
    ...(loginWithAmazon && { LoginWithAmazon: social(loginWithAmazon) }),
    ...(apple && {
      SignInWithApple: {
        ClientId: apple.clientId,
        KeyId: apple.keyId,
        PrivateKey: apple.privateKey,
        TeamId: apple.teamId,
      },
    }),
  };
  return {
    ...(oauth.domainPrefix !== undefined && { DomainPrefix: oauth.domainPrefix }),
    OAuthGrantType: oauth.grantType,
    OAuthScopes: oauth.scopes as CreateBackendAuthOAuthConfigTypeDef["OAuthScopes"],
    RedirectSignInURIs: oauth.redirectSignInUris,
    RedirectSignOutURIs: oauth.redirectSignOutUris,
    ...(Object.keys(settings).length > 0 && { SocialProviderSettings: settings }),
  };
}
