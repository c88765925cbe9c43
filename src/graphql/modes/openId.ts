/** OPENID_CONNECT: the Authorization header carries a token of the configured provider. */

import { decodeJwt, errors, type JWTPayload, jwtVerify } from "jose";
import type { OidcCaller } from "#graphql/access/caller";
import { Refusal } from "#graphql/faults";
import { createVerifiedTokens } from "#kernel/jwt/verifiedTokens";
import { absent, type AuthMode, bearer, type ModeSetting, type Outcome, refused } from "./mode.ts";
import { OpenIdProvider, type ProviderKeys } from "./openIdProvider.ts";

/** Only signatures by a private key that the provider keeps: never none, never a shared secret. */
const algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];
/** Tokens remembered for each API. */
const remembered = 5_000;

export const openIdMode: AuthMode = {
  name: "OPENID_CONNECT",
  provider: "oidc",

  open(setting, { outbound, clock }) {
    const provider = new OpenIdProvider(issueUrl(setting), outbound, clock);
    const known = createVerifiedTokens<OidcCaller>(remembered);
    return {
      async authenticate(request) {
        const token = bearer(request);
        if (token === undefined || !isFrom(token, issueUrl(setting))) return absent;
        const now = clock.now();
        const before = known.get(token, now);
        if (before !== undefined) return judged(before, setting, now);
        try {
          const claims = await verify(token, provider, now);
          const caller: OidcCaller = { kind: "oidc", issuer: claims.iss ?? "", subject: claims.sub ?? "", claims };
          known.set(token, caller, Math.min((claims.exp ?? 0) * 1000, now + 600_000));
          return judged(caller, setting, now);
        } catch (error) {
          return error instanceof errors.JWTExpired ? { kind: "refused", message: "Token has expired." } : refused;
        }
      },
    };
  },

  async check(setting, { outbound, clock }) {
    const { settings } = setting;
    if (!settings.OpenIDProviderName) throw new Refusal("Mode OPENID_CONNECT needs Settings.OpenIDProviderName.");
    if (!settings.OpenIDIssueURL) throw new Refusal("Mode OPENID_CONNECT needs Settings.OpenIDIssueURL.");
    for (const member of ["OpenIDIatTTL", "OpenIDAuthTTL"] as const) {
      const text = settings[member];
      if (text === undefined || text === "" || /^\d{1,15}$/.test(text)) continue;
      throw new Refusal(`Settings.${member} must be a whole number of milliseconds, not "${text}".`);
    }
    try {
      audiencePattern(setting);
    } catch {
      throw new Refusal(`Settings.OpenIDClientId is no regular expression: ${settings.OpenIDClientId}`);
    }
    try {
      await new OpenIdProvider(issueUrl(setting), outbound, clock).keys();
    } catch (error) {
      throw new Refusal(`Settings.OpenIDIssueURL: ${(error as Error).message}`);
    }
  },

  describe: ({ settings }) => ({
    authenticationType: "OPENID_CONNECT",
    openIDConnectConfig: {
      name: settings.OpenIDProviderName,
      issuerUrl: settings.OpenIDIssueURL,
      clientId: settings.OpenIDClientId ?? "",
      iatTTL: settings.OpenIDIatTTL ?? "",
      authTTL: settings.OpenIDAuthTTL ?? "",
    },
  }),
};

function issueUrl({ settings }: ModeSetting): string {
  return settings.OpenIDIssueURL ?? "";
}

/** Looks at the token without believing it: a token of somebody else is for another mode. */
function isFrom(token: string, issuer: string): boolean {
  try {
    return decodeJwt(token).iss?.replace(/\/$/, "") === issuer.replace(/\/$/, "");
  } catch {
    return false;
  }
}

async function verify(token: string, provider: OpenIdProvider, now: number): Promise<JWTPayload> {
  const check = async (keys: ProviderKeys): Promise<JWTPayload> => {
    const expected = { issuer: keys.issuer, algorithms, currentDate: new Date(now), requiredClaims: ["exp", "iat"] };
    return (await jwtVerify(token, keys.find, expected)).payload;
  };
  try {
    return await check(await provider.keys());
  } catch (error) {
    if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
    return check(await provider.newerKeys());
  }
}

function judged(caller: OidcCaller, setting: ModeSetting, now: number): Outcome {
  const { settings } = setting;
  const { iat, auth_time: authTime, aud, azp } = caller.claims;
  if (isOlder(iat, settings.OpenIDIatTTL, now) || isOlder(authTime, settings.OpenIDAuthTTL, now)) {
    return { kind: "refused", message: "Token has expired." };
  }
  const pattern = audiencePattern(setting);
  const names = [aud, azp].flat().filter((name) => typeof name === "string");
  return pattern === undefined || names.some((name) => name.length <= 512 && pattern.test(name))
    ? { kind: "caller", caller }
    : refused;
}

/** A token that does not say its time is too old for a limit on it. */
function isOlder(since: unknown, limit: string | undefined, now: number): boolean {
  if (!limit || Number(limit) === 0) return false;
  return typeof since !== "number" || since * 1000 + Number(limit) < now;
}

const patterns = new Map<string, RegExp>();

/** The whole audience must match, as on AppSync. Throws a SyntaxError. */
function audiencePattern({ settings }: ModeSetting): RegExp | undefined {
  const text = settings.OpenIDClientId;
  if (!text) return undefined;
  const pattern = patterns.get(text) ?? new RegExp(`^(?:${text})$`);
  if (patterns.size < 1000) patterns.set(text, pattern);
  return pattern;
}
