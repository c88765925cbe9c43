/** Remembers tokens that were verified, so that the signature of each is checked once. */

import { hash } from "node:crypto";

export interface VerifiedTokens<T> {
  /** What was remembered for the token, until the moment it expires. */
  get(token: string, now: number): T | undefined;
  /** @param expiresAt milliseconds since the epoch */
  set(token: string, value: T, expiresAt: number): void;
  readonly size: number;
}

interface Entry<T> {
  readonly value: T;
  readonly expiresAt: number;
}

/** Keeps the `capacity` tokens used last, by digest: no token text stays in memory. */
export function createVerifiedTokens<T>(capacity: number): VerifiedTokens<T> {
  // A Map keeps its keys in the order they were set, which makes it a queue by last use.
  const entries = new Map<string, Entry<T>>();

  return {
    get(token, now) {
      const key = digest(token);
      const entry = entries.get(key);
      if (!entry) return undefined;
      entries.delete(key);
      if (entry.expiresAt <= now) return undefined;
      entries.set(key, entry);
      return entry.value;
    },

    set(token, value, expiresAt) {
      const key = digest(token);
      entries.delete(key);
      entries.set(key, { value, expiresAt });
      const [oldest] = entries.size > capacity ? entries.keys() : [];
      if (oldest !== undefined) entries.delete(oldest);
    },

    get size() {
      return entries.size;
    },
  };
}

function digest(token: string): string {
  return hash("sha256", token, "base64");
}
