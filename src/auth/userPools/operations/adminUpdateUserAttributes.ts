/** AdminUpdateUserAttributes: changes attributes, `email_verified` and the like included. */

import { noClient, openUser } from "../adminAccess.ts";
import type { UserPoolOperation, UserPoolParts } from "../parts.ts";
import { updateAttributes } from "../updateAttributes.ts";
import { attributeRecord } from "../views.ts";

export function adminUpdateUserAttributes(parts: UserPoolParts): UserPoolOperation<"AdminUpdateUserAttributes"> {
  return async (input) => {
    const access = await openUser(parts, input);
    const given = attributeRecord(input.UserAttributes);
    const clientMetadata = input.ClientMetadata;
    await updateAttributes(parts, { ...access, clientId: noClient, writer: "administrator", given, clientMetadata });
    return {};
  };
}
