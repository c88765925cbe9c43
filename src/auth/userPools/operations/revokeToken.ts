/** RevokeToken: ends the sign-in a refresh token belongs to. */

import { openClient } from "#auth/clientAccess";
import { notAuthorized, notSupported, unsupportedToken } from "#auth/faults";
import { checkClientSecret } from "#auth/secretHash";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";

export function revokeToken(parts: UserPoolParts): UserPoolOperation<"RevokeToken"> {
  return async ({ Token, ClientId, ClientSecret }) => {
    const { client } = await openClient(parts, ClientId);
    checkClientSecret(client, ClientSecret);
    if (!client.settings.tokenRevocation) throw notSupported("Token revocation is not enabled for the client.");
    // Refresh tokens made here have no dots; what has two of them is an ID or access token.
    if (Token.split(".").length === 3) throw unsupportedToken();
    const found = await parts.stores.tokens.find(Token);
    if (!found) return {};
    if (found.signIn.clientId !== client.id) throw notAuthorized("The token was issued to another client.");
    await parts.stores.tokens.revoke(found.signIn.originJti, parts.clock.now());
    return {};
  };
}
