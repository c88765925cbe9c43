/** What a kind of access rule implements. Leaf types. */

import type { AccessRule } from "#graphql/sdl/model";
import type { ApiCaller } from "./caller.ts";

/** What one rule says. Rules that depend on the record will add a predicate to the statement. */
export type Verdict = "allow" | "abstain";

/** One kind of rule. */
export type Judge = (rule: AccessRule, caller: ApiCaller) => Verdict;
