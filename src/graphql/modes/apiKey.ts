/** API_KEY: the x-api-key header names one of the API's keys that has not expired. */

import { hash } from "node:crypto";
import { randomText } from "#kernel/id";
import type { ApiKeyCaller } from "#graphql/access/caller";
import type { ApiKey } from "#graphql/store/apiKeys";
import type { Random } from "#ports/random";
import { absent, type AuthMode, type KnownKeys, refused } from "./mode.ts";

const hour = 3_600_000;
export const shortestDays = 1;
export const longestDays = 365;
/** Days a key is good for when nobody says. */
export const standardDays = 7;

/** A new key's text, as AppSync makes them. */
export function newKeyText(random: Random): string {
  return `da2-${randomText(random, 26)}`;
}

/** When a key made now expires: days from the hour that began last, whole hours. */
export function expiry(now: number, days: number): number {
  return Math.floor(now / hour) * hour + Math.round(days * 24) * hour;
}

interface KnownKey {
  readonly expiresAt: number;
  readonly caller: ApiKeyCaller;
}

/** The keys of one API, found by digest so that the time to find one tells nothing about it. */
export class KeyRing implements KnownKeys {
  readonly #keys: ReadonlyMap<string, KnownKey>;
  /** Good keys that were shown: the digest of a key is made once. Looking one up compares whole texts of equal hashes only. */
  readonly #shown = new Map<string, KnownKey>();

  constructor(keys: readonly ApiKey[]) {
    this.#keys = new Map(
      keys.map(({ key, keyId, expiresAt }) => [digest(key), { expiresAt, caller: { kind: "apiKey", keyId } }]),
    );
  }

  /** The caller, or undefined when the key is unknown or has expired. */
  verify(text: string, now: number): ApiKeyCaller | undefined {
    const key = this.#shown.get(text) ?? this.#find(text);
    return key === undefined || key.expiresAt <= now ? undefined : key.caller;
  }

  #find(text: string): KnownKey | undefined {
    const key = this.#keys.get(digest(text));
    if (key !== undefined) this.#shown.set(text, key);
    return key;
  }
}

export const apiKeyMode: AuthMode = {
  name: "API_KEY",
  provider: "apiKey",
  open: (_setting, { keys, clock }) => ({
    authenticate({ headers }) {
      const text = headers["x-api-key"];
      if (text === undefined) return absent;
      const caller = typeof text === "string" ? keys.verify(text, clock.now()) : undefined;
      return caller === undefined ? refused : { kind: "caller", caller };
    },
  }),
  describe: ({ settings }) => ({
    authenticationType: "API_KEY",
    apiKeyConfig: {
      apiKeyExpirationDays: settings.ExpirationTime ?? standardDays,
      description: settings.Description ?? "",
    },
  }),
};

function digest(text: string): string {
  return hash("sha256", text, "base64");
}
