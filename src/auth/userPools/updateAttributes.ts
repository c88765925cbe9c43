/** Changes attributes of a user and sends codes for addresses that have to be verified. */

import { type Attributes, checkAttributes, type Writer } from "#auth/attributes";
import { invalidParameter } from "#auth/faults";
import type { CodeDelivery } from "#auth/messages";
import type { ContactAttribute, Pool } from "#auth/pool";
import { namesAfter } from "#auth/signInNames";
import type { UserChange } from "#auth/store/stores";
import type { User } from "#auth/user";
import { changeUser } from "./changeUser.ts";
import { sendCode } from "./codes.ts";
import { channelOf } from "./contact.ts";
import type { UserPoolParts } from "./parts.ts";

export interface AttributeUpdate {
  readonly pool: Pool;
  readonly user: User;
  readonly clientId: string;
  readonly writer: Writer;
  readonly given: Attributes;
  readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
}

const contacts: readonly ContactAttribute[] = ["email", "phone_number"];

/** The deliveries of the codes that were sent. */
export async function updateAttributes(parts: UserPoolParts, update: AttributeUpdate): Promise<CodeDelivery[]> {
  const { pool, user, writer, given } = update;
  checkAttributes(pool, given, writer, user.attributes);
  const changed = await changeUser(parts, pool, user, async (present) => {
    const next = changeOf(pool, present, given, writer === "administrator");
    checkSignInAttribute(pool, next.attributes ?? {});
    const names = await parts.stores.users.names(pool.id, user.sub);
    return { ...next, names: namesAfter(pool, { ...present, attributes: next.attributes ?? {} }, names) };
  });
  const deliveries: CodeDelivery[] = [];
  for (const attribute of contacts) {
    const address = given[attribute];
    if (address === undefined || address === user.attributes[attribute]) continue;
    const settled = changed.attributes[`${attribute}_verified`] === "true" && changed.pending[attribute] === undefined;
    if (address === "" || settled || !pool.settings.autoVerifiedAttributes.includes(attribute)) continue;
    const { clientId, clientMetadata } = update;
    const destination = { channel: channelOf[attribute], address };
    const request = { pool, user: changed, clientId, destination, clientMetadata };
    deliveries.push(await sendCode(parts, { ...request, purpose: "attribute", occasion: "UpdateUserAttribute" }));
  }
  return deliveries;
}

/** Attributes and pending addresses after the change. */
function changeOf(pool: Pool, user: User, given: Attributes, byAdministrator: boolean): UserChange {
  const attributes: Record<string, string> = { ...user.attributes };
  const pending: Partial<Record<ContactAttribute, string>> = { ...user.pending };
  for (const [name, value] of Object.entries(given)) {
    const contact = contacts.find((attribute) => attribute === name);
    const isNew = value !== user.attributes[name];
    if (contact && isNew) {
      const flag = `${contact}_verified`;
      const verifiedNow = byAdministrator && given[flag] === "true";
      const waits = value !== "" && !verifiedNow && user.attributes[flag] === "true";
      if (waits && pool.settings.verifyBeforeUpdate.includes(contact)) {
        pending[contact] = value;
        continue;
      }
      delete pending[contact];
      attributes[flag] = verifiedNow ? "true" : "false";
      if (value === "") delete attributes[flag];
    }
    if (value === "") delete attributes[name];
    else attributes[name] = value;
  }
  return { attributes, pending };
}

/** Where an address is the username, one must remain. */
function checkSignInAttribute(pool: Pool, attributes: Attributes): void {
  const { usernameAttributes } = pool.settings;
  if (usernameAttributes.length === 0 || usernameAttributes.some((name) => attributes[name] !== undefined)) return;
  throw invalidParameter(
    `One of the attributes ${usernameAttributes.join(", ")} must remain, since it signs the user in.`,
  );
}
