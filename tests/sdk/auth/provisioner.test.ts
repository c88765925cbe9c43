/** What the auth plane does for the control plane beyond the fields: jobs that run again, secrets that stay, removal without rest. */

import { GetIdCommand } from "@aws-sdk/client-cognito-identity";
import { expect, test } from "vitest";
import { addressOf, progress } from "../../support/poolServer.ts";
import { config, usePools, type UserPoolConfigs, withIdentityPool } from "./support.ts";

const { server, update, describeConfig, signUp } = usePools();

const OAuth = {
  DomainPrefix: "our-club",
  OAuthGrantType: "CODE",
  OAuthScopes: ["PHONE", "EMAIL", "OPENID", "PROFILE", "AWS_COGNITO_SIGNIN_USER_ADMIN"],
  RedirectSignInURIs: ["https://example.org/in", "http://localhost:3000/", "myapp://in"],
  RedirectSignOutURIs: ["https://example.org/out"],
  SocialProviderSettings: {
    Facebook: { ClientId: "facebook-id", ClientSecret: "facebook-secret" },
    Google: { ClientId: "google-id", ClientSecret: "google-secret" },
    LoginWithAmazon: { ClientId: "amazon-id", ClientSecret: "amazon-secret" },
    SignInWithApple: { ClientId: "apple-id", KeyId: "key", TeamId: "team", PrivateKey: "-----BEGIN PRIVATE KEY-----" },
  },
} as const satisfies UserPoolConfigs["OAuth"];

test("secrets of providers stay in the plane, and an update changes one member of one provider alone", async () => {
  const made = await server().make(config({ OAuth }));
  expect(await describeConfig(made)).toMatchObject({ UserPoolConfigs: { OAuth } });
  let expected: Readonly<Record<string, Readonly<Record<string, string>>>> = OAuth.SocialProviderSettings;
  for (const [provider, members] of Object.entries(OAuth.SocialProviderSettings)) {
    for (const member of Object.keys(members)) {
      const change = { [member]: `new ${member}` };
      await update(made, { UserPoolConfigs: { OAuth: { SocialProviderSettings: { [provider]: change } } } });
      expected = { ...expected, [provider]: { ...expected[provider], ...change } };
      const after = { OAuth: { ...OAuth, SocialProviderSettings: expected } };
      expect(await describeConfig(made)).toMatchObject({ UserPoolConfigs: after });
    }
  }
});

test("OAuthMetadata of the outputs says in Cognito's words what was given", async () => {
  const made = await server().make(config({ OAuth: { ...OAuth, DomainPrefix: "in-words" } }));
  expect(JSON.parse(String(made.outputs["OAuthMetadata"]))).toEqual({
    AllowedOAuthFlows: ["code"],
    AllowedOAuthScopes: ["phone", "email", "openid", "profile", "aws.cognito.signin.user.admin"],
    CallbackURLs: OAuth.RedirectSignInURIs,
    LogoutURLs: OAuth.RedirectSignOutURIs,
  });
});

test("create run again after a crash finds what it made", async () => {
  const made = await server().make(withIdentityPool(true));
  const request = { ...addressOf(made.resourceId), config: withIdentityPool(true) };
  const again = await server().auth.provisioner.create(request, progress);
  expect(again.outputs).toEqual(made.outputs);
});

test("import run again after a crash is the same", async () => {
  const { userPoolId, nativeClientId, webClientId } = await server().make(config());
  const ids = { UserPoolId: userPoolId, NativeClientId: nativeClientId, WebClientId: webClientId };
  const { provisioner } = server().auth;
  const attach = () => provisioner.import?.({ ...addressOf("attached"), config: ids }, progress);
  const first = await attach();
  expect(first?.imported).toBe(true);
  expect(await attach()).toEqual(first);
});

test("remove takes users, clients, identity pool and the hosted prefix away; a second time is a success, too", async () => {
  const full = withIdentityPool(true);
  const gone = { ...OAuth, DomainPrefix: "gone-soon" };
  const made = await server().make({ ...full, UserPoolConfigs: { ...full.UserPoolConfigs, OAuth: gone } });
  await signUp(made, "ann");
  await server().auth.provisioner.remove(addressOf(made.resourceId), progress);
  await server().auth.provisioner.remove(addressOf(made.resourceId), progress);
  await expect(signUp(made, "ann")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  const guest = server().identity.send(new GetIdCommand({ IdentityPoolId: made.identityPoolId }));
  await expect(guest).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  expect(await server().auth.provisioner.list()).not.toContain(made.resourceId);
  expect(await describeConfig(made)).toBeUndefined();
  await server().make(config({ OAuth: gone }));
});
