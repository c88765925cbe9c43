/** OAuth settings: stored and described exactly, and seen in outputs, pool and clients. */

import { DescribeUserPoolClientCommand, DescribeUserPoolCommand } from "@aws-sdk/client-cognito-identity-provider";
import { beforeAll, describe, expect, test } from "vitest";
import { type Made } from "../../support/poolServer.ts";
import { config, usePools, type UserPoolConfigs } from "./support.ts";

const { server, update, describeConfig } = usePools();

describe("OAuth", () => {
  const OAuth: NonNullable<UserPoolConfigs["OAuth"]> = {
    DomainPrefix: "our-club",
    OAuthGrantType: "CODE",
    OAuthScopes: ["PHONE", "EMAIL", "OPENID", "PROFILE", "AWS_COGNITO_SIGNIN_USER_ADMIN"],
    RedirectSignInURIs: ["https://example.org/in", "http://localhost:3000/", "myapp://in"],
    RedirectSignOutURIs: ["https://example.org/out"],
    SocialProviderSettings: {
      Facebook: { ClientId: "facebook-id", ClientSecret: "facebook-secret" },
      Google: { ClientId: "google-id", ClientSecret: "google-secret" },
      LoginWithAmazon: { ClientId: "amazon-id", ClientSecret: "amazon-secret" },
      SignInWithApple: {
        ClientId: "apple-id",
        KeyId: "key",
        TeamId: "team",
        PrivateKey: "-----BEGIN PRIVATE KEY-----",
      },
    },
  };
  let made: Made;
  beforeAll(async () => {
    made = await server().make(config({ OAuth }));
  });

  test("OAuth: all members are stored and described exactly", async () => {
    expect(await describeConfig(made)).toMatchObject({ UserPoolConfigs: { OAuth } });
  });

  test("OAuth: the members reach outputs, the pool and both clients", async () => {
    const host = new URL(server().url).host;
    expect(made.outputs).toMatchObject({
      HostedUIDomain: `our-club.auth.${host}`,
      FacebookWebClient: "facebook-id",
      GoogleWebClient: "google-id",
      AmazonWebClient: "amazon-id",
      AppleWebClient: "apple-id",
    });
    expect(JSON.parse(String(made.outputs["OAuthMetadata"]))).toEqual({
      AllowedOAuthFlows: ["code"],
      AllowedOAuthScopes: ["phone", "email", "openid", "profile", "aws.cognito.signin.user.admin"],
      CallbackURLs: OAuth.RedirectSignInURIs,
      LogoutURLs: OAuth.RedirectSignOutURIs,
    });
    for (const ClientId of [made.webClientId, made.nativeClientId]) {
      const { UserPoolClient } = await server().idp.send(
        new DescribeUserPoolClientCommand({ UserPoolId: made.userPoolId, ClientId }),
      );
      expect(UserPoolClient).toMatchObject({
        AllowedOAuthFlows: ["code"],
        CallbackURLs: OAuth.RedirectSignInURIs,
        LogoutURLs: OAuth.RedirectSignOutURIs,
        SupportedIdentityProviders: ["COGNITO", "Facebook", "Google", "LoginWithAmazon", "SignInWithApple"],
      });
    }
    const { UserPool } = await server().idp.send(new DescribeUserPoolCommand({ UserPoolId: made.userPoolId }));
    expect(UserPool?.Domain).toBe("our-club");
  });

  test("OAuth.DomainPrefix that another pool has, and redirects that are no good, are refused with the reason", async () => {
    await expect(server().make(config({ OAuth }))).rejects.toMatchObject({
      name: "ProvisionRefusal",
      message: "OAuth.DomainPrefix our-club is already taken by another user pool.",
    });
    for (const uri of ["http://example.org/", "https://example.org/#x", "javascript:alert(1)", "not a url"]) {
      const bad = { ...OAuth, DomainPrefix: "other", RedirectSignInURIs: [uri] };
      await expect(server().make(config({ OAuth: bad }))).rejects.toMatchObject({ name: "ProvisionRefusal" });
    }
  });

  test("OAuth of Update: each member by itself; the rest stays, secrets included", async () => {
    const change = { OAuthGrantType: "IMPLICIT", RedirectSignOutURIs: ["https://example.org/bye"] } as const;
    await update(made, { UserPoolConfigs: { OAuth: change } });
    expect(await describeConfig(made)).toMatchObject({ UserPoolConfigs: { OAuth: { ...OAuth, ...change } } });
    const Google = { ClientId: "google-2" };
    await update(made, {
      UserPoolConfigs: { OAuth: { DomainPrefix: "new-club", SocialProviderSettings: { Google } } },
    });
    expect(await describeConfig(made)).toMatchObject({
      UserPoolConfigs: {
        OAuth: {
          DomainPrefix: "new-club",
          SocialProviderSettings: {
            ...OAuth.SocialProviderSettings,
            Google: { ClientId: "google-2", ClientSecret: "google-secret" },
          },
        },
      },
    });
    await server().make(config({ OAuth: { ...OAuth, DomainPrefix: "our-club" } }));
  });
});
