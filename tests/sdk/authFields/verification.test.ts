/** VerificationMessage through a whole server: the channel and words of the sign-up code. */

import { describe, expect, test } from "vitest";
import { config, useBackends } from "../../support/authBackends.ts";

const { make, refused, tryUpdate, updatePool, describeConfig, signUp, sentBy } = useBackends();

const email = "ann@example.test";
const phone = "+12065550106";
const both = { email, phone_number: phone };
const EmailSettings = { EmailSubject: "Welcome to the club", EmailMessage: "Show {####} at the door." };
const SmsSettings = { SmsMessage: "Club code {####}" };

describe("VerificationMessage", () => {
  test("VerificationMessage left out: built-in words, by e-mail", async () => {
    const backend = await make(config());
    const message = await sentBy(email, () => signUp(backend, "ann", both));
    expect(message).toMatchObject({ channel: "mail", subject: "Your verification code" });
    expect(message.text).toMatch(/^Your confirmation code is \d{6}$/);
  });

  test("VerificationMessage.DeliveryMethod EMAIL with EmailSettings.EmailSubject and EmailMessage", async () => {
    const VerificationMessage = { DeliveryMethod: "EMAIL" as const, EmailSettings };
    const backend = await make(config({ VerificationMessage }));
    const message = await sentBy(email, async () => {
      const { CodeDeliveryDetails } = await signUp(backend, "ann", both);
      expect(CodeDeliveryDetails).toMatchObject({ DeliveryMedium: "EMAIL", AttributeName: "email" });
    });
    expect(message).toMatchObject({ channel: "mail", subject: "Welcome to the club" });
    expect(message.text).toMatch(/^Show \d{6} at the door\.$/);
    expect(await describeConfig(backend)).toMatchObject({ UserPoolConfigs: { VerificationMessage } });
  });

  test("VerificationMessage.DeliveryMethod SMS with SmsSettings.SmsMessage", async () => {
    const VerificationMessage = { DeliveryMethod: "SMS" as const, SmsSettings };
    const backend = await make(config({ VerificationMessage }));
    const message = await sentBy(phone, async () => {
      const { CodeDeliveryDetails } = await signUp(backend, "ann", both);
      expect(CodeDeliveryDetails).toMatchObject({ DeliveryMedium: "SMS", AttributeName: "phone_number" });
    });
    expect(message.channel).toBe("sms");
    expect(message.text).toMatch(/^Club code \d{6}$/);
    expect(await describeConfig(backend)).toMatchObject({ UserPoolConfigs: { VerificationMessage } });
  });

  test("VerificationMessage of Update: DeliveryMethod and SmsSettings.SmsMessage, for the next user", async () => {
    const backend = await make(config({ VerificationMessage: { DeliveryMethod: "EMAIL", EmailSettings } }));
    await updatePool(backend, { VerificationMessage: { DeliveryMethod: "SMS", SmsSettings } });
    const message = await sentBy(phone, () => signUp(backend, "ann", both));
    expect(message.text).toMatch(/^Club code \d{6}$/);
    expect(await describeConfig(backend)).toMatchObject({
      UserPoolConfigs: { VerificationMessage: { DeliveryMethod: "SMS", EmailSettings, SmsSettings } },
    });
    const changed = { DeliveryMethod: "SMS" as const, SmsSettings: { SmsMessage: "Other words {####}" } };
    await updatePool(backend, { VerificationMessage: changed });
    const next = await sentBy(phone, () => signUp(backend, "bob", both));
    expect(next.text).toMatch(/^Other words \d{6}$/);
  });

  test("VerificationMessage of Update: EmailSettings.EmailSubject and EmailMessage, each by itself", async () => {
    const backend = await make(config({ VerificationMessage: { DeliveryMethod: "EMAIL", EmailSettings } }));
    const update = (change: { EmailSubject?: string; EmailMessage?: string }) =>
      updatePool(backend, { VerificationMessage: { DeliveryMethod: "EMAIL", EmailSettings: change } });
    await update({ EmailSubject: "Hello" });
    const first = await sentBy(email, () => signUp(backend, "ann", both));
    expect(first.subject).toBe("Hello");
    expect(first.text).toMatch(/^Show \d{6} at the door\.$/);
    await update({ EmailMessage: "The code: {####}" });
    const second = await sentBy(email, () => signUp(backend, "bob", both));
    expect(second.subject).toBe("Hello");
    expect(second.text).toMatch(/^The code: \d{6}$/);
  });

  test("VerificationMessage with texts that are no good: the job fails with the member and the reason", async () => {
    const backend = await make(config());
    const bad = [
      [
        { EmailSettings: { EmailMessage: "no code" } },
        "VerificationMessage.EmailSettings.EmailMessage must contain {####}",
      ],
      [{ SmsSettings: { SmsMessage: "no code" } }, "VerificationMessage.SmsSettings.SmsMessage must contain {####}"],
      [{ SmsSettings: { SmsMessage: `{####}${"x".repeat(140)}` } }, "SmsMessage is longer than 140"],
      [{ EmailSettings: { EmailSubject: "x".repeat(141) } }, "EmailSubject is longer than 140"],
    ] as const;
    for (const [texts, reason] of bad) {
      const VerificationMessage = { DeliveryMethod: "EMAIL" as const, ...texts };
      expect(await tryUpdate(backend, { UserPoolConfigs: { VerificationMessage } })).toContain(reason);
      expect(await refused(config({ VerificationMessage }))).toContain(reason);
    }
  });
});
