/** Sends what a pool has to tell a user: codes and invitations, in the pool's own words. */

import { randomInt } from "node:crypto";
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
  /**
   * Sends a moment later, without letting the caller wait or fail: neither the time of the answer nor that of the next
   * one may tell whether a message was sent.
   */
  sendUnseen(message: Message): void;
  /** Sends at once what waits for its moment; `sendUnseen` waits no more from then on. */
  hurry(): void;
}

/** Long enough to be lost among what else a server does, short enough to go unnoticed by who waits for the message. */
const unseenDelayMs = { least: 50, most: 400 };

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
  function sendOrLog(message: Message): void {
    send(message).catch((error: unknown) => {
      log.error({ error, poolId: message.pool.id, occasion: message.occasion }, "A message could not be sent");
    });
  }

  return { send, ...unseen(sendOrLog) };
}

/** One after the other in the order they were asked for: an older code must not come after a newer one. */
function unseen(send: (message: Message) => void): Pick<Messages, "sendUnseen" | "hurry"> {
  const waiting: { readonly message: Message; readonly due: number }[] = [];
  let timer: NodeJS.Timeout | undefined;
  let hurried = false;

  function sendDue(): void {
    timer = undefined;
    const now = hurried ? Number.POSITIVE_INFINITY : performance.now();
    for (const { message } of waiting.splice(0, waiting.filter(({ due }) => due <= now).length)) send(message);
    const [next] = waiting;
    if (next) timer = setTimeout(sendDue, next.due - performance.now());
  }

  return {
    sendUnseen(message) {
      const due = performance.now() + randomInt(unseenDelayMs.least, unseenDelayMs.most);
      waiting.push({ message, due: Math.max(due, waiting.at(-1)?.due ?? 0) });
      timer ??= setTimeout(sendDue, hurried ? 0 : due - performance.now());
    },
    hurry() {
      hurried = true;
      clearTimeout(timer);
      sendDue();
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
