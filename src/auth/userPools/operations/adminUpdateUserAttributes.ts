/** AdminUpdateUserAttributes: changes attributes, `email_verified` and the like included. */

import { noClient, openUser } from "#auth/userPools/adminAccess";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { updateAttributes } from "#auth/userPools/updateAttributes";
import { attributeRecord } from "#auth/userPools/views";

export function adminUpdateUserAttributes(parts: UserPoolParts): UserPoolOperation<"AdminUpdateUserAttributes"> {
  return async (input) => {
    const access = await openUser(parts, input);
    const given = attributeRecord(input.UserAttributes);
    const clientMetadata = input.ClientMetadata;
    await updateAttributes(parts, { ...access, clientId: noClient, writer: "administrator", given, clientMetadata });
    return {};
  };
}
