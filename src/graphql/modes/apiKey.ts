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

/** The keys of one API, found by digest so that the time to find one tells nothing about it. */
export class KeyRing implements KnownKeys {
  readonly #keys: ReadonlyMap<string, { readonly expiresAt: number; readonly caller: ApiKeyCaller }>;

  constructor(keys: readonly ApiKey[]) {
    this.#keys = new Map(
      keys.map(({ key, keyId, expiresAt }) => [digest(key), { expiresAt, caller: { kind: "apiKey", keyId } }]),
    );
  }

  /** The caller, or undefined when the key is unknown or has expired. */
  verify(text: string, now: number): ApiKeyCaller | undefined {
    const key = this.#keys.get(digest(text));
    return key === undefined || key.expiresAt <= now ? undefined : key.caller;
  }
}

export const apiKeyMode: AuthMode = {
  name: "API_KEY",
  provider: "apiKey",
  open: (_setting, { keys, clock }) => ({
    async authenticate({ headers }) {
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
