/** An OpenID Connect provider: its discovery document and keys, fetched when needed and remembered (OpenID Connect Discovery 1.0). */

import { createLocalJWKSet, type JSONWebKeySet, type LocalJWKSet } from "jose";
import type { Clock } from "#ports/clock";
import type { Outbound } from "#ports/outbound";

/** What tokens of the provider are checked against. */
export interface ProviderKeys {
  /** As tokens must name it. */
  readonly issuer: string;
  readonly find: LocalJWKSet;
  readonly fetchedAt: number;
}

/** Keys that were withdrawn count no longer than this; keys that are new are asked for at most this often. Milliseconds. */
const maxAge = 600_000;
const minAge = 30_000;
/** While the provider cannot be reached, the keys known last serve on. */
const longestAge = 24 * 3_600_000;
const timeoutMs = 5_000;
const maxBytes = 512 * 1024;

export class OpenIdProvider {
  readonly #url: string;
  readonly #outbound: Outbound;
  readonly #clock: Clock;
  #keys: ProviderKeys | undefined;
  #loading: Promise<ProviderKeys> | undefined;
  #failedAt = -Infinity;

  /** @param url Settings.OpenIDIssueURL */
  constructor(url: string, outbound: Outbound, clock: Clock) {
    this.#url = url.replace(/\/$/, "");
    this.#outbound = outbound;
    this.#clock = clock;
  }

  /** The keys, at most ten minutes old while the provider answers. Throws an Error with a sentence when there are none. */
  async keys(): Promise<ProviderKeys> {
    return this.#notOlderThan(maxAge);
  }

  /** The keys after a token named one that is not among them. */
  async newerKeys(): Promise<ProviderKeys> {
    return this.#notOlderThan(minAge);
  }

  async #notOlderThan(most: number): Promise<ProviderKeys> {
    const known = this.#keys;
    const now = this.#clock.now();
    const age = known === undefined ? Infinity : now - known.fetchedAt;
    if (known !== undefined && (age < most || (now - this.#failedAt < minAge && age < longestAge))) return known;
    this.#loading ??= this.#load().finally(() => {
      this.#loading = undefined;
    });
    try {
      this.#keys = await this.#loading;
      return this.#keys;
    } catch (error) {
      this.#failedAt = now;
      if (known !== undefined && age < longestAge) return known;
      throw error;
    }
  }

  async #load(): Promise<ProviderKeys> {
    const discovery = await this.#read(`${this.#url}/.well-known/openid-configuration`);
    const { issuer, jwks_uri: jwksUri } = discovery;
    if (typeof issuer !== "string" || issuer.replace(/\/$/, "") !== this.#url) {
      throw new Error(`${this.#url} describes another issuer: ${JSON.stringify(issuer)}.`);
    }
    if (typeof jwksUri !== "string") throw new Error(`${this.#url} names no jwks_uri.`);
    const jwks = await this.#read(jwksUri);
    if (!Array.isArray(jwks["keys"])) throw new Error(`${jwksUri} holds no keys.`);
    const find = createLocalJWKSet(jwks as unknown as JSONWebKeySet);
    return { issuer, find, fetchedAt: this.#clock.now() };
  }

  async #read(url: string): Promise<Readonly<Record<string, unknown>>> {
    const headers = { accept: "application/json" };
    const { status, body } = await this.#outbound.request({ method: "GET", url, headers, timeoutMs, maxBytes });
    if (status !== 200) throw new Error(`${url} answered ${status}.`);
    const value = parsed(Buffer.from(body).toString("utf8"));
    if (typeof value !== "object" || value === null) throw new Error(`${url} answered no JSON object.`);
    return value as Readonly<Record<string, unknown>>;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
