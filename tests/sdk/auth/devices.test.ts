/** Devices through the AWS SDK: confirmed, remembered, proven instead of a second factor, shown, forgotten. */

import {
  AdminForgetDeviceCommand,
  AdminGetDeviceCommand,
  AdminListDevicesCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminUpdateDeviceStatusCommand,
  ConfirmDeviceCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  type DeviceType,
  ForgetDeviceCommand,
  GetDeviceCommand,
  InitiateAuthCommand,
  ListDevicesCommand,
  RespondToAuthChallengeCommand,
  type RespondToAuthChallengeCommandOutput,
  SetUserPoolMfaConfigCommand,
  UpdateDeviceStatusCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { beforeEach, describe, expect, test } from "vitest";
import type { Made } from "../../support/poolServer.ts";
import { sdkSignIn } from "../../support/sdkSignIn.ts";
import { createSrpClient, makeDeviceVerifier, signProof } from "../../support/srpClient.ts";
import { srpTimestamp } from "../../support/srpTimestamp.ts";
import { password, usePools } from "./support.ts";

const { server, member } = usePools();
const gone = { name: "ResourceNotFoundException", message: "Device does not exist." };
const phone = { phone_number: "+12065550120" };

interface Device {
  readonly AccessToken: string;
  readonly RefreshToken: string;
  readonly key: string;
  readonly groupKey: string;
  readonly password: string;
}

let made: Made;
beforeEach(async () => {
  made = await devicePool();
  await member(made, "ann", phone);
});

/** A pool that tracks devices, where people may have a second factor. */
async function devicePool(): Promise<Made> {
  const { idp } = server();
  const DeviceConfiguration = { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true };
  const { UserPool } = await idp.send(new CreateUserPoolCommand({ PoolName: "devices", DeviceConfiguration }));
  const UserPoolId = String(UserPool?.Id);
  const SmsMfaConfiguration = { SmsAuthenticationMessage: "{####}" };
  await idp.send(new SetUserPoolMfaConfigCommand({ UserPoolId, MfaConfiguration: "OPTIONAL", SmsMfaConfiguration }));
  const { UserPoolClient } = await idp.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: "web" }));
  const webClientId = String(UserPoolClient?.ClientId);
  const none = { resourceId: "", nativeClientId: webClientId, identityPoolId: "", outputs: {}, meta: {} };
  return { ...none, userPoolId: UserPoolId, webClientId };
}

const signIn = (extra: Readonly<Record<string, string>> = {}): Promise<RespondToAuthChallengeCommandOutput> =>
  sdkSignIn(server().idp, { userPoolId: made.userPoolId, clientId: made.webClientId }, "ann", password, extra);

/** Signs in on a new device, which gives the server what it will prove itself by. */
async function newDevice(DeviceName: string): Promise<Device> {
  const { AuthenticationResult } = await signIn();
  const { AccessToken = "", RefreshToken = "", NewDeviceMetadata } = AuthenticationResult ?? {};
  const { DeviceKey = "", DeviceGroupKey = "" } = NewDeviceMetadata ?? {};
  const { password, salt, verifier } = await makeDeviceVerifier(DeviceGroupKey, DeviceKey);
  const base64 = (hex: string): string => Buffer.from(hex, "hex").toString("base64");
  const DeviceSecretVerifierConfig = { Salt: base64(salt), PasswordVerifier: base64(verifier) };
  const confirmed = await server().idp.send(
    new ConfirmDeviceCommand({ AccessToken, DeviceKey, DeviceName, DeviceSecretVerifierConfig }),
  );
  expect(confirmed.UserConfirmationNecessary).toBe(true);
  return { AccessToken, RefreshToken, key: DeviceKey, groupKey: DeviceGroupKey, password };
}

/** DEVICE_SRP_AUTH and DEVICE_PASSWORD_VERIFIER. */
async function prove(device: Device, asked: RespondToAuthChallengeCommandOutput) {
  const { idp } = server();
  const ClientId = made.webClientId;
  const srp = await createSrpClient(device.groupKey);
  const challenge = await idp.send(
    new RespondToAuthChallengeCommand({
      ClientId,
      ChallengeName: "DEVICE_SRP_AUTH",
      Session: asked.Session,
      ChallengeResponses: { USERNAME: "ann", DEVICE_KEY: device.key, SRP_A: srp.publicValue },
    }),
  );
  expect(challenge.ChallengeName).toBe("DEVICE_PASSWORD_VERIFIER");
  const { SALT = "", SRP_B = "", SECRET_BLOCK = "" } = challenge.ChallengeParameters ?? {};
  const key = await srp.key(device.key, device.password, SRP_B, SALT);
  const TIMESTAMP = srpTimestamp();
  const ChallengeResponses = {
    USERNAME: "ann",
    DEVICE_KEY: device.key,
    PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
    PASSWORD_CLAIM_SIGNATURE: signProof(key, device.groupKey, device.key, SECRET_BLOCK, TIMESTAMP),
    TIMESTAMP,
  };
  return idp.send(
    new RespondToAuthChallengeCommand({
      ClientId,
      ChallengeName: "DEVICE_PASSWORD_VERIFIER",
      Session: challenge.Session,
      ChallengeResponses,
    }),
  );
}

const attributesOf = ({ DeviceAttributes }: DeviceType = {}): Record<string, string | undefined> =>
  Object.fromEntries((DeviceAttributes ?? []).map(({ Name = "", Value }) => [Name, Value]));

async function wantCodes(): Promise<void> {
  const SMSMfaSettings = { Enabled: true, PreferredMfa: true };
  const request = { UserPoolId: made.userPoolId, Username: "ann", SMSMfaSettings };
  await server().idp.send(new AdminSetUserMFAPreferenceCommand(request));
}

describe("the user's own devices", () => {
  test("ConfirmDevice, UpdateDeviceStatus, RespondToAuthChallenge: a remembered device stands in for the code", async () => {
    const { idp } = server();
    const device = await newDevice("Ann's phone");
    await wantCodes();
    expect(await signIn({ DEVICE_KEY: device.key })).toMatchObject({ ChallengeName: "SMS_MFA" });

    const status = { AccessToken: device.AccessToken, DeviceKey: device.key };
    await idp.send(new UpdateDeviceStatusCommand({ ...status, DeviceRememberedStatus: "remembered" }));
    const asked = await signIn({ DEVICE_KEY: device.key });
    expect(asked.ChallengeName).toBe("DEVICE_SRP_AUTH");
    const done = await prove(device, asked);
    expect(done.AuthenticationResult?.AccessToken).toBeDefined();
    expect(done.AuthenticationResult?.NewDeviceMetadata).toBeUndefined();
    const again = await signIn({ DEVICE_KEY: device.key });
    const impostor = { ...device, password: "not the device's" };
    await expect(prove(impostor, again)).rejects.toMatchObject({ name: "NotAuthorizedException" });

    await idp.send(new UpdateDeviceStatusCommand({ ...status, DeviceRememberedStatus: "not_remembered" }));
    expect(await signIn({ DEVICE_KEY: device.key })).toMatchObject({ ChallengeName: "SMS_MFA" });
  });

  test("GetDevice and ListDevices show them, by page", async () => {
    const { idp } = server();
    const devices = [await newDevice("one"), await newDevice("two"), await newDevice("three")];
    const { AccessToken, key: DeviceKey } = devices[0] ?? { AccessToken: "", key: "" };
    const { Device } = await idp.send(new GetDeviceCommand({ AccessToken, DeviceKey }));
    expect(Device?.DeviceKey).toBe(DeviceKey);
    expect(attributesOf(Device)).toMatchObject({
      device_name: "one",
      device_status: "valid",
      "dev:device_remembered_status": "not_remembered",
    });
    expect(Device?.DeviceCreateDate?.getTime()).toBeLessThanOrEqual(Date.now());
    const listed: DeviceType[] = [];
    let PaginationToken: string | undefined;
    do {
      const page: { Devices?: DeviceType[] | undefined; PaginationToken?: string | undefined } = await idp.send(
        new ListDevicesCommand({ AccessToken, Limit: 2, ...(PaginationToken !== undefined && { PaginationToken }) }),
      );
      listed.push(...(page.Devices ?? []));
      PaginationToken = page.PaginationToken;
    } while (PaginationToken !== undefined);
    const names = listed.map((device) => attributesOf(device)["device_name"]);
    expect(new Set(names)).toEqual(new Set(["one", "two", "three"]));
    expect(listed).toHaveLength(3);
    const unknown = new GetDeviceCommand({ AccessToken, DeviceKey: "us-east-1_5a0f0000-0000-4000-8000-000000000000" });
    await expect(idp.send(unknown)).rejects.toMatchObject(gone);
  });

  test("ForgetDevice: the device is unknown, and what was signed in on it ends", async () => {
    const { idp } = server();
    const device = await newDevice("lost");
    const other = await newDevice("kept");
    await idp.send(new ForgetDeviceCommand({ AccessToken: other.AccessToken, DeviceKey: device.key }));
    const get = { AccessToken: other.AccessToken, DeviceKey: device.key };
    await expect(idp.send(new GetDeviceCommand(get))).rejects.toMatchObject(gone);
    await expect(signIn({ DEVICE_KEY: device.key })).rejects.toMatchObject(gone);
    const own = idp.send(new ListDevicesCommand({ AccessToken: device.AccessToken }));
    await expect(own).rejects.toMatchObject({ message: "Access Token has been revoked" });
    const AuthParameters = { REFRESH_TOKEN: device.RefreshToken, DEVICE_KEY: device.key };
    const refresh = { ClientId: made.webClientId, AuthFlow: "REFRESH_TOKEN_AUTH" as const, AuthParameters };
    await expect(idp.send(new InitiateAuthCommand(refresh))).rejects.toMatchObject({ name: "NotAuthorizedException" });
  });
});

describe("an administrator", () => {
  test("AdminListDevices, AdminGetDevice, AdminUpdateDeviceStatus: sees devices, and says which are remembered", async () => {
    const { idp } = server();
    const device = await newDevice("Ann's phone");
    const of = { UserPoolId: made.userPoolId, Username: "ann" };
    const { Devices } = await idp.send(new AdminListDevicesCommand(of));
    expect(Devices?.map(({ DeviceKey }) => DeviceKey)).toEqual([device.key]);
    const remembered = { ...of, DeviceKey: device.key, DeviceRememberedStatus: "remembered" as const };
    await idp.send(new AdminUpdateDeviceStatusCommand(remembered));
    const { Device } = await idp.send(new AdminGetDeviceCommand({ ...of, DeviceKey: device.key }));
    expect(attributesOf(Device)["dev:device_remembered_status"]).toBe("remembered");
    await wantCodes();
    expect(await signIn({ DEVICE_KEY: device.key })).toMatchObject({ ChallengeName: "DEVICE_SRP_AUTH" });
  });

  test("AdminForgetDevice: the device is unknown from then on", async () => {
    const { idp } = server();
    const device = await newDevice("stolen");
    const of = { UserPoolId: made.userPoolId, Username: "ann", DeviceKey: device.key };
    await idp.send(new AdminForgetDeviceCommand(of));
    await expect(idp.send(new AdminGetDeviceCommand(of))).rejects.toMatchObject(gone);
    await expect(idp.send(new AdminForgetDeviceCommand(of))).rejects.toMatchObject(gone);
    await expect(signIn({ DEVICE_KEY: device.key })).rejects.toMatchObject(gone);
  });
});
