/** UpdateUserAttributes: a user changes attributes; a new address has to be verified. */

import { openAccessToken } from "../tokenAccess.ts";
import { updateAttributes } from "../updateAttributes.ts";
import type { UserPoolOperation, UserPoolParts } from "../parts.ts";
import { attributeRecord } from "../views.ts";

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
