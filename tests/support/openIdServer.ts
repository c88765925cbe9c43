/** An OpenID Connect provider on a free port: discovery, keys and tokens, all in the test's hands. */

import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { startHttpServer } from "./httpServer.ts";

export interface OpenIdServer {
  readonly issuer: string;
  /** `host:port`, as OHMSTEAD_OUTBOUND_ALLOW wants it. */
  readonly host: string;
  /** How often the keys were fetched. */
  fetched(): number;
  /** A token by the newest key; claims given win over the standard ones. */
  token(claims?: JWTPayload): Promise<string>;
  /** From now on another key signs; the old one is published no longer. */
  rotate(): Promise<void>;
  close(): Promise<void>;
}

export async function startOpenIdServer(): Promise<OpenIdServer> {
  const make = async (kid: string) => {
    const { privateKey, publicKey } = await generateKeyPair("ES256");
    return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: "ES256", use: "sig" } };
  };
  let key = await make("key-1");
  let made = 1;
  let fetched = 0;
  const server = await startHttpServer((request, response) => {
    response.setHeader("content-type", "application/json");
    if (request.url === "/.well-known/openid-configuration") {
      response.end(JSON.stringify({ issuer: server.url, jwks_uri: `${server.url}/keys` }));
    } else if (request.url === "/keys") {
      fetched += 1;
      response.end(JSON.stringify({ keys: [key.jwk] }));
    } else response.writeHead(404).end("{}");
  });
  return {
    issuer: server.url,
    host: new URL(server.url).host,
    fetched: () => fetched,
    token(claims = {}) {
      const now = Math.floor(Date.now() / 1000);
      const standard = { iss: server.url, sub: "carol", aud: "notes-app", iat: now, auth_time: now, exp: now + 600 };
      return new SignJWT({ ...standard, ...claims })
        .setProtectedHeader({ alg: "ES256", kid: key.kid })
        .sign(key.privateKey);
    },
    async rotate() {
      made += 1;
      key = await make(`key-${made}`);
    },
    close: () => server.close(),
  };
}
