/** Sends what a pool has to tell a user: codes and invitations, in the pool's own words. */

import type { Log } from "#ports/log";
import type { MailSender } from "#ports/mail";
import type { SmsSender } from "#ports/sms";
import { deliveryFailed } from "./faults.ts";
import { type Occasion, textsFor } from "./messageTexts.ts";
import type { Channel, Pool } from "./pool.ts";
import type { Triggers } from "./triggers.ts";
import type { User } from "./user.ts";

/** Where a message goes. */
export interface Destination {
  readonly channel: Channel;
  readonly address: string;
}

export interface Message {
  readonly occasion: Occasion;
  readonly pool: Pool;
  readonly user: User;
  readonly clientId: string;
  readonly destination: Destination;
  /** Stands for `{####}`: a code, or the temporary password of an invitation. */
  readonly code: string;
  readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
}

/** CodeDeliveryDetails as they go over the wire. */
export interface CodeDelivery {
  readonly Destination: string;
  readonly DeliveryMedium: Channel;
  readonly AttributeName: "email" | "phone_number";
}

export interface Messages {
  /** @throws Fault CodeDeliveryFailureException, or what the custom-message function caused */
  send(message: Message): Promise<void>;
  /** Sends without letting the caller wait or fail: answers must not tell by their timing whether a message was sent. */
  sendUnseen(message: Message): void;
}

export function createMessages(mail: MailSender, sms: SmsSender, triggers: Triggers, log: Log): Messages {
  async function send(message: Message): Promise<void> {
    const custom = await triggers.run(message.pool, customMessageCall(message));
    const texts = textsFor(message.pool.settings, message.occasion, custom);
    const fill = (text: string): string => fillIn(text, message.code, message.user.username);
    const to = message.destination.address;
    try {
      if (message.destination.channel === "SMS") await sms.send({ to, text: fill(texts.sms) });
      else await mail.send({ to, subject: fill(texts.emailSubject), body: fill(texts.email), from: texts.from });
    } catch (error) {
      throw deliveryFailed(error);
    }
  }
  return {
    send,
    sendUnseen(message) {
      setImmediate(() => {
        send(message).catch((error: unknown) => {
          log.error({ error, poolId: message.pool.id, occasion: message.occasion }, "A message could not be sent");
        });
      });
    },
  };
}

function customMessageCall({ occasion, user, clientId, clientMetadata }: Message) {
  return {
    trigger: "customMessage" as const,
    source: `CustomMessage_${occasion}`,
    userName: user.username,
    clientId,
    request: {
      userAttributes: { sub: user.sub, ...user.attributes, "cognito:user_status": user.status },
      codeParameter: "{####}",
      linkParameter: "{##Click Here##}",
      usernameParameter: occasion === "AdminCreateUser" ? "{username}" : null,
      clientMetadata: clientMetadata ?? {},
    },
    response: { smsMessage: null, emailMessage: null, emailSubject: null },
  };
}

function fillIn(text: string, code: string, username: string): string {
  return text.replaceAll("{####}", () => code).replaceAll("{username}", () => username);
}

/** `a***@e***`, and of a phone number the last four digits. */
export function masked({ channel, address }: Destination): string {
  if (channel === "SMS") return `+${"*".repeat(Math.max(0, address.length - 5))}${address.slice(-4)}`;
  const [local = "", domain = ""] = address.split("@");
  return `${local.slice(0, 1)}***@${domain.slice(0, 1)}***`;
}

export function deliveryOf(destination: Destination): CodeDelivery {
  return {
    Destination: masked(destination),
    DeliveryMedium: destination.channel,
    AttributeName: destination.channel === "EMAIL" ? "email" : "phone_number",
  };
}
