/** The credential subscriptions live by: looked at again before a delivery, at most once in a while. */

import { hash } from "node:crypto";
import type { ApiCaller } from "#graphql/access/caller";
import type { Gatekeeper } from "#graphql/modes/gatekeeper";
import type { WireRequest } from "#kernel/wire/http";
import type { StandingChange } from "#ports/standing";

export class Credential {
  readonly key: string;
  readonly #request: WireRequest;
  #caller: ApiCaller;
  #text: string;
  #checkedAt: number;
  #checking: Promise<void> | undefined;
  /** How often something was heard of its holder, and how often when it was last looked at. */
  #doubts = 0;
  #settled = 0;
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
    return this.refusal === undefined && this.#settled === this.#doubts && now - this.#checkedAt < forMs;
  }

  /** Its holder may have lost something: it must be looked at before it is trusted again. */
  doubt(): void {
    this.#doubts += 1;
  }

  /** Asks the API's modes once, however many wait for it. Never throws: who cannot be asked does not let in. */
  check(gatekeeper: Gatekeeper, now: () => number): Promise<void> {
    this.#checking ??= this.#settle(gatekeeper, now).finally(() => {
      this.#checking = undefined;
    });
    return this.#checking;
  }

  /** What was heard while it was asked may not have counted yet. */
  async #settle(gatekeeper: Gatekeeper, now: () => number): Promise<void> {
    do {
      this.#settled = this.#doubts;
      await this.#ask(gatekeeper, now);
    } while (this.#settled !== this.#doubts);
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
  /** Those of users of pools, by sub. */
  readonly #ofUsers = new Map<string, Set<Credential>>();

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
    if (caller.kind === "userPools")
      this.#ofUsers.set(caller.sub, (this.#ofUsers.get(caller.sub) ?? new Set()).add(credential));
    return credential;
  }

  /** Doubts the credentials of whom something was heard, and answers them. */
  doubt({ sub }: StandingChange): ReadonlySet<Credential> {
    const all = sub === undefined ? [...this.#ofUsers.values()] : [this.#ofUsers.get(sub) ?? []];
    const doubted = new Set(all.flatMap((each) => [...each]));
    for (const credential of doubted) credential.doubt();
    return doubted;
  }

  release(credential: Credential): void {
    credential.uses -= 1;
    if (credential.uses > 0) return;
    this.#forget(credential);
    if (this.#known.get(credential.key) === credential) this.#known.delete(credential.key);
  }

  #forget(credential: Credential): void {
    if (credential.caller.kind !== "userPools") return;
    const { sub } = credential.caller;
    const held = this.#ofUsers.get(sub);
    if (held?.delete(credential) && held.size === 0) this.#ofUsers.delete(sub);
  }
}
