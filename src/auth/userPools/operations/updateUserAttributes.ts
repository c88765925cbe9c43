/** UpdateUserAttributes: a user changes attributes; a new address has to be verified. */

import { openAccessToken } from "#auth/userPools/tokenAccess";
import { updateAttributes } from "#auth/userPools/updateAttributes";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { attributeRecord } from "#auth/userPools/views";

export function updateUserAttributes(parts: UserPoolParts): UserPoolOperation<"UpdateUserAttributes"> {
  return async (input) => {
    const { pool, client, user } = await openAccessToken(parts, input.AccessToken);
    const CodeDeliveryDetailsList = await updateAttributes(parts, {
      pool,
      user,
      clientId: client.id,
      writer: { client },
      given: attributeRecord(input.UserAttributes),
      clientMetadata: input.ClientMetadata,
    });
    return { CodeDeliveryDetailsList };
  };
}
