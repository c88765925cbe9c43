/** Mfa, VerificationMessage and ForgotPassword, each field seen by the messages and challenges it changes. */

import { AdminSetUserMFAPreferenceCommand, ForgotPasswordCommand } from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, test } from "vitest";
import { type Made } from "../../support/poolServer.ts";
import { config, usePools } from "./support.ts";

const { server, update, describeConfig, signUp, member, signIn } = usePools();

describe("Mfa", () => {
  const phone = { phone_number: "+12065550105" };

  test("Mfa.MFAMode ON with Settings.MfaTypes SMS and Settings.SmsMessage: a code in the pool's words at each sign-in", async () => {
    const Settings = { MfaTypes: ["SMS"] as const, SmsMessage: "Your key to the gate: {####}." };
    const made = await server().make(config({ Mfa: { MFAMode: "ON", Settings } }));
    await expect(signUp(made, "ann")).rejects.toMatchObject({
      message: expect.stringContaining("phone_number") as string,
    });
    await member(made, "ann", phone);
    const answer = await signIn(made, "ann");
    expect(answer).toMatchObject({
      ChallengeName: "SMS_MFA",
      ChallengeParameters: { CODE_DELIVERY_DELIVERY_MEDIUM: "SMS", CODE_DELIVERY_DESTINATION: "+*******0105" },
    });
    expect(server().texts.at(-1)?.text).toMatch(/^Your key to the gate: \d{6}\.$/);
  });

  test("Mfa.MFAMode ON with Settings.MfaTypes TOTP: an authenticator app has to be set up", async () => {
    const made = await server().make(config({ Mfa: { MFAMode: "ON", Settings: { MfaTypes: ["TOTP"] } } }));
    await member(made, "ann");
    expect(await signIn(made, "ann")).toMatchObject({
      ChallengeName: "MFA_SETUP",
      ChallengeParameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' },
    });
  });

  test("Mfa.MFAMode OPTIONAL: each user's own choice; OFF by Update: nobody is asked", async () => {
    const made = await server().make(config({ Mfa: { MFAMode: "OPTIONAL", Settings: { MfaTypes: ["SMS"] } } }));
    await member(made, "ann", phone);
    expect((await signIn(made, "ann")).AuthenticationResult).toBeDefined();
    const SMSMfaSettings = { Enabled: true, PreferredMfa: true };
    await server().idp.send(
      new AdminSetUserMFAPreferenceCommand({ UserPoolId: made.userPoolId, Username: "ann", SMSMfaSettings }),
    );
    expect(await signIn(made, "ann")).toMatchObject({ ChallengeName: "SMS_MFA" });
    await update(made, { UserPoolConfigs: { Mfa: { MFAMode: "OFF" } } });
    expect((await signIn(made, "ann")).AuthenticationResult).toBeDefined();
  });

  test("Mfa of Update: Settings.SmsMessage alone changes the text alone", async () => {
    const made = await server().make(config({ Mfa: { MFAMode: "ON", Settings: { MfaTypes: ["SMS"] } } }));
    await member(made, "ann", phone);
    await update(made, { UserPoolConfigs: { Mfa: { Settings: { SmsMessage: "New words: {####}" } } } });
    await signIn(made, "ann");
    expect(server().texts.at(-1)?.text).toMatch(/^New words: \d{6}$/);
    const refused = update(made, { UserPoolConfigs: { Mfa: { Settings: { SmsMessage: "no code" } } } });
    await expect(refused).rejects.toMatchObject({ name: "ProvisionRefusal" });
  });
});

describe("VerificationMessage and ForgotPassword", () => {
  const both = { email: "ann@example.org", phone_number: "+12065550106" };
  const EmailSettings = { EmailSubject: "Welcome to the club", EmailMessage: "Show {####} at the door." };

  test("VerificationMessage.DeliveryMethod EMAIL with EmailSettings.EmailSubject and EmailMessage", async () => {
    const made = await server().make(config({ VerificationMessage: { DeliveryMethod: "EMAIL", EmailSettings } }));
    const { CodeDeliveryDetails } = await signUp(made, "ann", both);
    expect(CodeDeliveryDetails).toMatchObject({ DeliveryMedium: "EMAIL" });
    const mail = server().mails.at(-1);
    expect(mail).toMatchObject({ to: "ann@example.org", subject: "Welcome to the club" });
    expect(mail?.body).toMatch(/^Show \d{6} at the door\.$/);
  });

  test("VerificationMessage.DeliveryMethod SMS with SmsSettings.SmsMessage", async () => {
    const SmsSettings = { SmsMessage: "Club code {####}" };
    const made = await server().make(config({ VerificationMessage: { DeliveryMethod: "SMS", SmsSettings } }));
    const { CodeDeliveryDetails } = await signUp(made, "ann", both);
    expect(CodeDeliveryDetails).toMatchObject({ DeliveryMedium: "SMS" });
    expect(server().texts.at(-1)?.text).toMatch(/^Club code \d{6}$/);
  });

  test("VerificationMessage of Update: a new channel and text for the next user", async () => {
    const made = await server().make(config({ VerificationMessage: { DeliveryMethod: "EMAIL", EmailSettings } }));
    const SmsSettings = { SmsMessage: "Now by text: {####}" };
    await update(made, { UserPoolConfigs: { VerificationMessage: { DeliveryMethod: "SMS", SmsSettings } } });
    await signUp(made, "ann", both);
    expect(server().texts.at(-1)?.text).toMatch(/^Now by text: \d{6}$/);
    expect(await describeConfig(made)).toMatchObject({
      UserPoolConfigs: { VerificationMessage: { DeliveryMethod: "SMS", EmailSettings, SmsSettings } },
    });
  });

  async function forgot(made: Made): Promise<unknown> {
    const sent = server().mails.length + server().texts.length;
    const { CodeDeliveryDetails } = await server().idp.send(
      new ForgotPasswordCommand({ ClientId: made.webClientId, Username: "ann" }),
    );
    await expect.poll(() => server().mails.length + server().texts.length).toBe(sent + 1);
    return CodeDeliveryDetails;
  }

  test("ForgotPassword.DeliveryMethod SMS with SmsSettings.SmsMessage", async () => {
    const SmsSettings = { SmsMessage: "Reset by {####}" };
    const made = await server().make(config({ ForgotPassword: { DeliveryMethod: "SMS", SmsSettings } }));
    await member(made, "ann", both);
    expect(await forgot(made)).toMatchObject({ DeliveryMedium: "SMS" });
    expect(server().texts.at(-1)?.text).toMatch(/^Reset by \d{6}$/);
  });

  test("ForgotPassword.DeliveryMethod EMAIL with EmailSettings.EmailSubject and EmailMessage", async () => {
    const made = await server().make(
      config({
        VerificationMessage: { DeliveryMethod: "SMS", SmsSettings: { SmsMessage: "Not this {####}" } },
        ForgotPassword: { DeliveryMethod: "EMAIL", EmailSettings },
      }),
    );
    await member(made, "ann", both);
    expect(await forgot(made)).toMatchObject({ DeliveryMedium: "EMAIL" });
    expect(server().mails.at(-1)?.body).toMatch(/^Show \d{6} at the door\.$/);
  });

  test("ForgotPassword left out: the verification's channel and words serve; Update gives it its own", async () => {
    const made = await server().make(config({ VerificationMessage: { DeliveryMethod: "EMAIL", EmailSettings } }));
    await member(made, "ann", both);
    expect(await forgot(made)).toMatchObject({ DeliveryMedium: "EMAIL" });
    expect(server().mails.at(-1)?.subject).toBe("Welcome to the club");
    const SmsSettings = { SmsMessage: "Reset: {####}" };
    await update(made, { UserPoolConfigs: { ForgotPassword: { DeliveryMethod: "SMS", SmsSettings } } });
    expect(await forgot(made)).toMatchObject({ DeliveryMedium: "SMS" });
    expect(server().texts.at(-1)?.text).toMatch(/^Reset: \d{6}$/);
  });
});
