/** { allow: public }: whoever holds a credential of the rule's provider. */

import type { Judge } from "./rule.ts";

export const anyone: Judge = (rule, caller) => (rule.provider === caller.kind ? "allow" : "abstain");
