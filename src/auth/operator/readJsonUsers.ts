/** Reads users from JSON: answers of ListUsers or AdminGetUser, and the lines that export writes. */

import { invalidParameter } from "#auth/faults";
import type { LinkedIdentity, MfaType } from "#auth/user";
import type { BoundVerifier, Reading, UserRecord } from "./userRecord.ts";

type Members = Readonly<Record<string, unknown>>;

/** Of `{ "Users": [...] }`, an array, or one user. @throws Fault InvalidParameterException when it is none of these */
export function readJsonUsers(body: unknown): readonly Reading[] {
  const list = isObject(body) && Array.isArray(body["Users"]) ? (body["Users"] as unknown[]) : body;
  if (Array.isArray(list)) return list.map(toReading);
  if (isObject(list)) return [toReading(list)];
  throw invalidParameter("The body must be an answer of ListUsers, an array of users, or one user.");
}

/** One user a line; a line that is no JSON is refused by itself. */
export function readJsonLines(text: string): readonly Reading[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) => {
    try {
      return toReading(JSON.parse(line));
    } catch {
      return { username: "", refused: "The line is not JSON." };
    }
  });
}

/** What is wrong with one user; caught here, so that it touches no other. */
class Misformed extends Error {}

function toReading(value: unknown): Reading {
  if (!isObject(value)) return { username: "", refused: "A user must be a JSON object." };
  const username = typeof value["Username"] === "string" ? value["Username"] : "";
  try {
    return toRecord(username, value);
  } catch (error) {
    if (error instanceof Misformed) return { username, refused: error.message };
    throw error;
  }
}

function toRecord(username: string, value: Members): UserRecord {
  const { sub, identities, ...attributes } = attributesOf(value["Attributes"] ?? value["UserAttributes"] ?? []);
  const factors = texts(value, "UserMFASettingList").filter(isFactor);
  const preferred = text(value, "PreferredMfaSetting");
  return {
    username,
    sub,
    attributes,
    status: text(value, "UserStatus"),
    enabled: value["Enabled"] !== false,
    factors: factors.length === 0 && hasSmsOption(value["MFAOptions"]) ? ["SMS_MFA"] : factors,
    preferredFactor: preferred !== undefined && isFactor(preferred) ? preferred : undefined,
    identities: identities === undefined ? [] : identitiesOf(identities),
    groups: texts(value, "Groups"),
    password: passwordOf(value["PasswordVerifier"]),
    totp: totpOf(text(value, "SoftwareTokenSecret")),
    createdAt: dateOf(value["UserCreateDate"]),
  };
}

function attributesOf(list: unknown): Record<string, string> {
  if (!Array.isArray(list)) throw new Misformed("Attributes must be an array of Name and Value.");
  const pairs = list.map((entry: unknown): [string, string] => {
    const name = isObject(entry) ? entry["Name"] : undefined;
    const value = isObject(entry) ? (entry["Value"] ?? "") : undefined;
    if (typeof name !== "string" || typeof value !== "string") {
      throw new Misformed("Attributes must be an array of Name and Value, both texts.");
    }
    return [name, value];
  });
  return Object.fromEntries(pairs.filter(([, value]) => value !== ""));
}

function identitiesOf(json: string): readonly LinkedIdentity[] {
  const list = parsed(json);
  if (!Array.isArray(list)) throw new Misformed("The attribute identities must be a JSON array.");
  return list.map((entry: unknown) => {
    const { userId, providerName, providerType, issuer, primary, dateCreated } = isObject(entry) ? entry : {};
    if (typeof userId !== "string" || typeof providerName !== "string" || typeof providerType !== "string") {
      throw new Misformed("An entry of the attribute identities lacks userId, providerName or providerType.");
    }
    return {
      userId,
      providerName,
      providerType,
      issuer: typeof issuer === "string" ? issuer : null,
      primary: String(primary) === "true",
      dateCreated: Number(dateCreated) || 0,
    };
  });
}

/** Longer than any number of the 3072-bit group. */
const longestVerifier = 770;
const hex = /^([0-9a-f]+)$/;

function passwordOf(value: unknown): BoundVerifier | undefined {
  if (value === undefined || value === null) return undefined;
  const { Pool: pool, Username: username, Salt: salt, Verifier: verifier } = isObject(value) ? value : {};
  const isWhole = typeof pool === "string" && typeof username === "string";
  const isNumbers = typeof salt === "string" && typeof verifier === "string" && hex.test(salt) && hex.test(verifier);
  if (!isWhole || !isNumbers || salt.length > 128 || verifier.length > longestVerifier) {
    throw new Misformed("PasswordVerifier must have Pool, Username, and Salt and Verifier in lower-case hexadecimal.");
  }
  return { pool, username, salt, verifier };
}

function totpOf(secret: string | undefined): Uint8Array | undefined {
  if (secret === undefined) return undefined;
  if (!/^([0-9a-f]{2}){10,128}$/.test(secret)) throw new Misformed("SoftwareTokenSecret must be hexadecimal bytes.");
  return Buffer.from(secret, "hex");
}

/** The AWS CLI writes dates as texts, SDKs' raw answers as seconds. */
function dateOf(value: unknown): number | undefined {
  const milliseconds =
    typeof value === "number" ? value * 1000 : typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isFinite(milliseconds) && milliseconds > 0 ? Math.floor(milliseconds) : undefined;
}

function hasSmsOption(options: unknown): boolean {
  return Array.isArray(options) && options.some((option) => isObject(option) && option["DeliveryMedium"] === "SMS");
}

function isFactor(name: string): name is MfaType {
  return name === "SMS_MFA" || name === "SOFTWARE_TOKEN_MFA";
}

function text(value: Members, name: string): string | undefined {
  const member = value[name];
  if (member === undefined || member === null) return undefined;
  if (typeof member !== "string") throw new Misformed(`${name} must be a text.`);
  return member;
}

function texts(value: Members, name: string): readonly string[] {
  const member = value[name] ?? [];
  if (!Array.isArray(member) || !member.every((entry): entry is string => typeof entry === "string")) {
    throw new Misformed(`${name} must be an array of texts.`);
  }
  return member;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
