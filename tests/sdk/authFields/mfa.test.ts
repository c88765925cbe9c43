/** Mfa through a whole server: who is asked for a second factor, for which, and in which words. */

import {
  AssociateSoftwareTokenCommand,
  RespondToAuthChallengeCommand,
  type RespondToAuthChallengeCommandOutput,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, test } from "vitest";
import { appCode } from "../../support/appCode.ts";
import { type Backend, codeIn, config, useBackends } from "../../support/authBackends.ts";

const { clients, make, refused, tryUpdate, updatePool, describeConfig, signUp, member, signIn, sentBy } = useBackends();

const phone = "+12065550105";
const withPhone = { phone_number: phone };
const SMS = { Enabled: true, PreferredMfa: true };

const tokenOf = ({ AuthenticationResult }: RespondToAuthChallengeCommandOutput): string =>
  AuthenticationResult?.AccessToken ?? "";

/** Sets an app up and answers its secret. */
async function setUpApp(AccessToken: string): Promise<string> {
  const { idp } = clients();
  const { SecretCode = "" } = await idp.send(new AssociateSoftwareTokenCommand({ AccessToken }));
  await idp.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: appCode(SecretCode, Date.now()) }));
  return SecretCode;
}

async function answerSms(
  { clientId: ClientId }: Backend,
  { Session, ChallengeParameters }: RespondToAuthChallengeCommandOutput,
  code: string,
) {
  const USERNAME = ChallengeParameters?.["USER_ID_FOR_SRP"] ?? "ann";
  const ChallengeResponses = { USERNAME, SMS_MFA_CODE: code };
  const answer = { ClientId, ChallengeName: "SMS_MFA" as const, Session, ChallengeResponses };
  return clients().idp.send(new RespondToAuthChallengeCommand(answer));
}

describe("Mfa", () => {
  test("Mfa.MFAMode ON with Settings.MfaTypes SMS and Settings.SmsMessage: a code in these words at each sign-in", async () => {
    const Settings = { MfaTypes: ["SMS" as const], SmsMessage: "Your key to the gate: {####}." };
    const Mfa = { MFAMode: "ON" as const, Settings };
    const backend = await make(config({ Mfa }));
    await expect(signUp(backend, "bob")).rejects.toThrow("phone_number: The attribute is required");
    await member(backend, "ann", withPhone);
    for (let time = 0; time < 2; time += 1) {
      let asked: RespondToAuthChallengeCommandOutput | undefined;
      const message = await sentBy(phone, async () => (asked = await signIn(backend, "ann")));
      expect(asked).toMatchObject({
        ChallengeName: "SMS_MFA",
        ChallengeParameters: { CODE_DELIVERY_DELIVERY_MEDIUM: "SMS", CODE_DELIVERY_DESTINATION: "+*******0105" },
      });
      expect(message.text).toMatch(/^Your key to the gate: \d{6}\.$/);
      if (!asked) throw new Error("Nothing was asked.");
      expect(tokenOf(await answerSms(backend, asked, codeIn(message)))).not.toBe("");
    }
    expect(await describeConfig(backend)).toMatchObject({ UserPoolConfigs: { Mfa } });
  });

  test("Mfa.MFAMode ON with Settings.MfaTypes TOTP: an app has to be set up, SMS cannot be chosen", async () => {
    const backend = await make(config({ Mfa: { MFAMode: "ON", Settings: { MfaTypes: ["TOTP"] } } }));
    await member(backend, "ann", withPhone);
    expect(await signIn(backend, "ann")).toMatchObject({
      ChallengeName: "MFA_SETUP",
      ChallengeParameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' },
    });
  });

  test("Mfa.MFAMode OPTIONAL: each user's own choice; OFF by Update: nobody is asked; ON by Update: everybody", async () => {
    const { idp } = clients();
    const backend = await make(config({ Mfa: { MFAMode: "OPTIONAL", Settings: { MfaTypes: ["SMS", "TOTP"] } } }));
    await member(backend, "ann", withPhone);
    await member(backend, "bob");
    const AccessToken = tokenOf(await signIn(backend, "ann"));
    await idp.send(new SetUserMFAPreferenceCommand({ AccessToken, SMSMfaSettings: SMS }));
    expect(await signIn(backend, "ann")).toMatchObject({ ChallengeName: "SMS_MFA" });
    expect(tokenOf(await signIn(backend, "bob"))).not.toBe("");

    await updatePool(backend, { Mfa: { MFAMode: "OFF" } });
    expect(tokenOf(await signIn(backend, "ann"))).not.toBe("");
    await updatePool(backend, { Mfa: { MFAMode: "ON" } });
    expect(await signIn(backend, "ann")).toMatchObject({ ChallengeName: "SMS_MFA" });
    expect(await signIn(backend, "bob")).toMatchObject({ ChallengeName: "MFA_SETUP" });
  });

  test("Mfa.MFAMode OFF at creation: nobody is asked, and nobody can set a factor up", async () => {
    const backend = await make(config({ Mfa: { MFAMode: "OFF" } }));
    await member(backend, "ann", withPhone);
    const AccessToken = tokenOf(await signIn(backend, "ann"));
    const wish = clients().idp.send(new SetUserMFAPreferenceCommand({ AccessToken, SMSMfaSettings: SMS }));
    await expect(wish).rejects.toMatchObject({ name: "InvalidParameterException" });
    expect(tokenOf(await signIn(backend, "ann"))).not.toBe("");
  });

  test("Mfa.Settings.MfaTypes of Update: what is no longer named is no longer asked for or set up", async () => {
    const { idp } = clients();
    const backend = await make(config({ Mfa: { MFAMode: "OPTIONAL", Settings: { MfaTypes: ["TOTP"] } } }));
    await member(backend, "ann", withPhone);
    const AccessToken = tokenOf(await signIn(backend, "ann"));
    await setUpApp(AccessToken);
    const preference = { SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } };
    await idp.send(new SetUserMFAPreferenceCommand({ AccessToken, ...preference }));
    expect(await signIn(backend, "ann")).toMatchObject({ ChallengeName: "SOFTWARE_TOKEN_MFA" });
    const bySms = new SetUserMFAPreferenceCommand({ AccessToken, SMSMfaSettings: SMS });
    await expect(idp.send(bySms)).rejects.toMatchObject({ name: "InvalidParameterException" });

    await updatePool(backend, { Mfa: { Settings: { MfaTypes: ["SMS"] } } });
    expect(tokenOf(await signIn(backend, "ann"))).not.toBe("");
    await expect(setUpApp(AccessToken)).rejects.toMatchObject({ name: "SoftwareTokenMFANotFoundException" });
    await idp.send(bySms);
    expect(await signIn(backend, "ann")).toMatchObject({ ChallengeName: "SMS_MFA" });
    expect(await describeConfig(backend)).toMatchObject({
      UserPoolConfigs: { Mfa: { MFAMode: "OPTIONAL", Settings: { MfaTypes: ["SMS"] } } },
    });
  });

  test("Mfa.Settings.SmsMessage of Update: the words alone change; without a place for the code the job fails", async () => {
    const backend = await make(config({ Mfa: { MFAMode: "ON", Settings: { MfaTypes: ["SMS"] } } }));
    await member(backend, "ann", withPhone);
    const usual = await sentBy(phone, () => signIn(backend, "ann"));
    expect(usual.text).toMatch(/^Your authentication code is \d{6}$/);
    await updatePool(backend, { Mfa: { Settings: { SmsMessage: "New words: {####}" } } });
    const changed = await sentBy(phone, () => signIn(backend, "ann"));
    expect(changed.text).toMatch(/^New words: \d{6}$/);
    const Mfa = { Settings: { SmsMessage: "no code" } };
    const needed = "Mfa.Settings.SmsMessage must contain {####}";
    expect(await tryUpdate(backend, { UserPoolConfigs: { Mfa } })).toContain(needed);
    expect(await refused(config({ Mfa: { MFAMode: "ON", ...Mfa } }))).toContain(needed);
  });
});
