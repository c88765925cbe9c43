/** The credential subscriptions live by: looked at again before a delivery, at most once in a while. */

import { hash } from "node:crypto";
import type { ApiCaller } from "#graphql/access/caller";
import type { Gatekeeper } from "#graphql/modes/gatekeeper";
import type { WireRequest } from "#kernel/wire/http";

export class Credential {
  readonly key: string;
  readonly #request: WireRequest;
  #caller: ApiCaller;
  #text: string;
  #checkedAt: number;
  #checking: Promise<void> | undefined;
  /** Counts up whenever it stands for another caller than before. */
  version = 0;
  /** Why it is no good any more. */
  refusal: string | undefined;
  /** Subscriptions that live by it. */
  uses = 0;

  constructor(key: string, request: WireRequest, caller: ApiCaller, now: number) {
    this.key = key;
    this.#request = request;
    this.#caller = caller;
    this.#text = JSON.stringify(caller);
    this.#checkedAt = now;
  }

  get caller(): ApiCaller {
    return this.#caller;
  }

  isTrusted(now: number, forMs: number): boolean {
    return this.refusal === undefined && now - this.#checkedAt < forMs;
  }

  /** Asks the API's modes once, however many wait for it. Never throws: who cannot be asked does not let in. */
  check(gatekeeper: Gatekeeper, now: () => number): Promise<void> {
    this.#checking ??= this.#ask(gatekeeper, now).finally(() => {
      this.#checking = undefined;
    });
    return this.#checking;
  }

  async #ask(gatekeeper: Gatekeeper, now: () => number): Promise<void> {
    try {
      const admission = await gatekeeper.readmit(this.#request, this.#caller);
      this.#checkedAt = now();
      if (admission.ok) this.#take(admission.caller);
      else this.refusal = admission.message;
    } catch {
      this.refusal = "You are not authorized to make this call.";
    }
  }

  #take(caller: ApiCaller): void {
    const text = JSON.stringify(caller);
    if (text === this.#text) return;
    this.#caller = caller;
    this.#text = text;
    this.version += 1;
  }
}

/** Subscriptions of one token share its credential, and so the question whether it is still good. */
export class Credentials {
  readonly #known = new Map<string, Credential>();

  /** For a subscription that was let in just now. */
  take(request: WireRequest, caller: ApiCaller, now: number): Credential {
    const { authorization, "x-api-key": apiKey } = request.headers;
    const key = hash("sha256", JSON.stringify([authorization, apiKey, caller]), "base64");
    const before = this.#known.get(key);
    // One that has become another caller meanwhile is left to those who live by it.
    const isSame = before !== undefined && before.refusal === undefined && before.version === 0;
    const credential = isSame ? before : new Credential(key, request, caller, now);
    this.#known.set(key, credential);
    credential.uses += 1;
    return credential;
  }

  release(credential: Credential): void {
    credential.uses -= 1;
    if (credential.uses === 0 && this.#known.get(credential.key) === credential) this.#known.delete(credential.key);
  }
}
