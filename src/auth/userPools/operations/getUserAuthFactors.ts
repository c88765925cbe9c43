/** GetUserAuthFactors: by what the user can sign in here, which is by password, and second factors. */

import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { openAccessToken } from "#auth/userPools/tokenAccess";
import { mfaView } from "#auth/userPools/views";

export function getUserAuthFactors(parts: UserPoolParts): UserPoolOperation<"GetUserAuthFactors"> {
  return async ({ AccessToken }) => {
    const { user } = await openAccessToken(parts, AccessToken);
    const { MFAOptions: _older, ...factors } = mfaView(user);
    return { Username: user.username, ...factors, ConfiguredUserAuthFactors: ["PASSWORD"] };
  };
}
