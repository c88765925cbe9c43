/** Users, devices and groups as the service answers them. */

import { type Attributes, readable } from "#auth/attributes";
import type { Client } from "#auth/client";
import type { Device } from "#auth/device";
import type { Group } from "#auth/group";
import type { User } from "#auth/user";
import type { AttributeType, DeviceType, GroupType, UserType } from "#generated/types/cognitoIdp";

/** @param client whose reading rights count; undefined for an administrator */
export function attributeList(user: User, client?: Client): AttributeType[] {
  const identities = user.identities.length > 0 ? { identities: JSON.stringify(user.identities) } : {};
  const attributes: Attributes = { ...readable(client, user.attributes), ...identities };
  return [{ Name: "sub", Value: user.sub }, ...Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }))];
}

/** Attributes as pairs; of a name given twice the later value counts. */
export function attributeRecord(list: readonly AttributeType[] | undefined): Record<string, string> {
  return Object.fromEntries((list ?? []).map(({ Name, Value }) => [Name, Value ?? ""]));
}

export function userView(user: User): UserType {
  return {
    Username: user.username,
    Attributes: attributeList(user),
    UserCreateDate: user.createdAt,
    UserLastModifiedDate: user.updatedAt,
    Enabled: user.enabled,
    UserStatus: user.status,
  };
}

/** Factors in use, the preferred one, and the older way of saying that SMS is one. */
export function mfaView(user: User): {
  MFAOptions?: { DeliveryMedium: "SMS"; AttributeName: string }[];
  PreferredMfaSetting?: string;
  UserMFASettingList?: string[];
} {
  const { sms, softwareToken, preferred } = user.mfa;
  const factors = [...(sms ? ["SMS_MFA"] : []), ...(softwareToken && user.totpReady ? ["SOFTWARE_TOKEN_MFA"] : [])];
  return {
    ...(sms && { MFAOptions: [{ DeliveryMedium: "SMS", AttributeName: "phone_number" }] }),
    ...(preferred && { PreferredMfaSetting: preferred }),
    ...(factors.length > 0 && { UserMFASettingList: factors }),
  };
}

export function deviceView(device: Device): DeviceType {
  const attributes: Readonly<Record<string, string | undefined>> = {
    device_status: "valid",
    device_name: device.name,
    "dev:device_remembered_status": device.remembered ? "remembered" : "not_remembered",
    last_ip_used: device.lastAddress,
  };
  return {
    DeviceKey: device.key,
    DeviceAttributes: Object.entries(attributes).flatMap(([Name, Value]) =>
      Value === undefined ? [] : [{ Name, Value }],
    ),
    DeviceCreateDate: device.createdAt,
    DeviceLastModifiedDate: device.updatedAt,
    DeviceLastAuthenticatedDate: device.lastAuthenticatedAt,
  };
}

export function groupView(group: Group): GroupType {
  return {
    GroupName: group.name,
    UserPoolId: group.poolId,
    Description: group.description,
    RoleArn: group.roleArn,
    Precedence: group.precedence,
    LastModifiedDate: group.updatedAt,
    CreationDate: group.createdAt,
  };
}
