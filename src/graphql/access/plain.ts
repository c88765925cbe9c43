/** { allow: public | private | custom }: whoever holds a credential of the rule's provider. */

import type { ApiCaller } from "./caller.ts";
import type { Judge } from "./rule.ts";

export const plain: Judge = (rule, caller) => {
  if (rule.allow === "owner" || rule.allow === "groups") return undefined;
  if (rule.provider !== caller.kind) return "deny";
  return rule.provider !== "iam" || isGuest(caller) === (rule.allow === "public") ? "allow" : "deny";
};

/** In an identity pool, public are the guests and private those who signed in: each has a role of its own. */
function isGuest(caller: ApiCaller): boolean {
  return caller.kind === "iam" && caller.identity.kind === "identity" && !caller.identity.authenticated;
}
