/** AddCustomAttributes: more attributes for users of a pool; they cannot be taken away again. */

import { invalidParameter } from "#auth/faults";
import { changePool } from "#auth/userPools/changePool";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { customAttributes } from "#auth/userPools/poolSettings";

const most = 50;

export function addCustomAttributes(parts: UserPoolParts): UserPoolOperation<"AddCustomAttributes"> {
  return async ({ UserPoolId, CustomAttributes }) => {
    const added = customAttributes(CustomAttributes);
    await changePool(parts, UserPoolId, ({ settings }) => {
      const taken = added.find(({ name }) => settings.schema.some((attribute) => attribute.name === name));
      if (taken) throw invalidParameter(`${taken.name}: Existing attribute already has name ${taken.name}.`);
      const schema = [...settings.schema, ...added];
      if (schema.filter(({ name }) => name.includes("custom:")).length > most) {
        throw invalidParameter(`A user pool has at most ${most} custom attributes.`);
      }
      return { settings: { ...settings, schema } };
    });
    return {};
  };
}
