/** ForgotPassword through a whole server: the channel and words of the reset code. */

import { ConfirmForgotPasswordCommand } from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, test } from "vitest";
import { codeIn, config, useBackends } from "../../support/authBackends.ts";

const { clients, make, refused, tryUpdate, updatePool, describeConfig, member, signIn, sentBy, forgot } = useBackends();

const email = "ann@example.test";
const phone = "+12065550107";
const both = { email, phone_number: phone };
const EmailSettings = { EmailSubject: "Back to the club", EmailMessage: "Show {####} at the gate." };
const SmsSettings = { SmsMessage: "Reset by {####}" };
const verification = {
  DeliveryMethod: "EMAIL" as const,
  EmailSettings: { EmailSubject: "Welcome", EmailMessage: "Welcome with {####}" },
};

describe("ForgotPassword", () => {
  test("ForgotPassword.DeliveryMethod EMAIL with EmailSettings.EmailSubject and EmailMessage", async () => {
    const ForgotPassword = { DeliveryMethod: "EMAIL" as const, EmailSettings };
    const VerificationMessage = { DeliveryMethod: "SMS" as const, SmsSettings: { SmsMessage: "Not this {####}" } };
    const backend = await make(config({ ForgotPassword, VerificationMessage }));
    await member(backend, "ann", both);
    const message = await sentBy(email, async () => {
      const { CodeDeliveryDetails } = await forgot(backend, "ann");
      expect(CodeDeliveryDetails).toMatchObject({ DeliveryMedium: "EMAIL", AttributeName: "email" });
    });
    expect(message).toMatchObject({ channel: "mail", subject: "Back to the club" });
    expect(message.text).toMatch(/^Show \d{6} at the gate\.$/);
    const { clientId: ClientId } = backend;
    const answer = { ClientId, Username: "ann", ConfirmationCode: codeIn(message), Password: "Another-horse-2" };
    await clients().idp.send(new ConfirmForgotPasswordCommand(answer));
    expect((await signIn(backend, "ann", "Another-horse-2")).AuthenticationResult).toBeDefined();
    expect(await describeConfig(backend)).toMatchObject({ UserPoolConfigs: { ForgotPassword, VerificationMessage } });
  });

  test("ForgotPassword.DeliveryMethod SMS with SmsSettings.SmsMessage", async () => {
    const ForgotPassword = { DeliveryMethod: "SMS" as const, SmsSettings };
    const backend = await make(config({ ForgotPassword }));
    await member(backend, "ann", both);
    const message = await sentBy(phone, async () => {
      const { CodeDeliveryDetails } = await forgot(backend, "ann");
      expect(CodeDeliveryDetails).toMatchObject({ DeliveryMedium: "SMS", AttributeName: "phone_number" });
    });
    expect(message.channel).toBe("sms");
    expect(message.text).toMatch(/^Reset by \d{6}$/);
    expect(await describeConfig(backend)).toMatchObject({ UserPoolConfigs: { ForgotPassword } });
  });

  test("ForgotPassword left out: the verification's channel and words; by Update DeliveryMethod and SmsSettings of its own", async () => {
    const backend = await make(config({ VerificationMessage: verification }));
    await member(backend, "ann", both);
    const first = await sentBy(email, () => forgot(backend, "ann"));
    expect(first.subject).toBe("Welcome");
    expect(first.text).toMatch(/^Welcome with \d{6}$/);
    await updatePool(backend, { ForgotPassword: { DeliveryMethod: "SMS", SmsSettings } });
    const second = await sentBy(phone, () => forgot(backend, "ann"));
    expect(second.text).toMatch(/^Reset by \d{6}$/);
  });

  test("ForgotPassword of Update: EmailSettings.EmailSubject and EmailMessage, each by itself", async () => {
    const backend = await make(config({ ForgotPassword: { DeliveryMethod: "EMAIL", EmailSettings } }));
    await member(backend, "ann", both);
    const update = (change: { EmailSubject?: string; EmailMessage?: string }) =>
      updatePool(backend, { ForgotPassword: { DeliveryMethod: "EMAIL", EmailSettings: change } });
    await update({ EmailSubject: "Lost your key?" });
    const first = await sentBy(email, () => forgot(backend, "ann"));
    expect(first.subject).toBe("Lost your key?");
    expect(first.text).toMatch(/^Show \d{6} at the gate\.$/);
    await update({ EmailMessage: "A new key: {####}" });
    const second = await sentBy(email, () => forgot(backend, "ann"));
    expect(second.subject).toBe("Lost your key?");
    expect(second.text).toMatch(/^A new key: \d{6}$/);
  });

  test("ForgotPassword with texts that are no good: the job fails with the member and the reason", async () => {
    const backend = await make(config());
    const bad = [
      [{ EmailSettings: { EmailMessage: "no code" } }, "ForgotPassword.EmailSettings.EmailMessage must contain {####}"],
      [{ SmsSettings: { SmsMessage: "no code" } }, "ForgotPassword.SmsSettings.SmsMessage must contain {####}"],
    ] as const;
    for (const [texts, reason] of bad) {
      const ForgotPassword = { DeliveryMethod: "EMAIL" as const, ...texts };
      expect(await tryUpdate(backend, { UserPoolConfigs: { ForgotPassword } })).toContain(reason);
      expect(await refused(config({ ForgotPassword }))).toContain(reason);
    }
  });
});
