/** Callers of one shape share compiled plans: all rules of the API answer them alike, but for values. */

import type { AccessRule, AppliedDirective, Model } from "#graphql/sdl/model";
import { narrowed } from "#graphql/sdl/roles";
import type { ApiCaller } from "./caller.ts";
import { claimList } from "./claims.ts";
import { isOperator, judge } from "./judge.ts";
import { groupsNamed } from "./modes.ts";

export class CallerShapes {
  readonly #rules: readonly AccessRule[];
  readonly #groups: readonly string[];
  readonly #known = new WeakMap<ApiCaller, string>();

  constructor(model: Model) {
    const types = [...model.models, ...model.objects];
    const roots = [...model.queries, ...model.mutations, ...model.subscriptions];
    const rules = [
      ...model.models.flatMap((type) => type.access),
      ...types.flatMap((type) => type.fields.flatMap((field) => field.access ?? [])),
      ...roots.flatMap((field) => field.access ?? []),
    ];
    this.#rules = [...new Map(rules.flatMap(narrowed).map((rule) => [peopleOf(rule), rule])).values()];
    this.#groups = [...new Set(directivesOf(model).flatMap(groupsNamed))];
  }

  /** Worked out once for each caller object: modes give the same one for the same credential. */
  of(caller: ApiCaller): string {
    const known = this.#known.get(caller);
    if (known !== undefined) return known;
    const shape = this.#shapeOf(caller);
    this.#known.set(caller, shape);
    return shape;
  }

  #shapeOf(caller: ApiCaller): string {
    if (isOperator(caller)) return "operator";
    let shape: string = caller.kind;
    for (const rule of this.#rules) {
      const verdict = judge(rule, caller);
      shape += typeof verdict === "string" ? ` ${verdict}` : ` ${verdict.kind === "owner" ? verdict.shape : "groups"}`;
    }
    if (caller.kind === "iam") return shape + (caller.identity.kind === "identity" && caller.identity.authenticated);
    if (caller.kind === "function") return `${shape} ${JSON.stringify(caller.deniedFields.toSorted())}`;
    if (this.#groups.length === 0) return shape;
    const groups = claimList(caller, "cognito:groups");
    return shape + this.#groups.map((group) => (groups.includes(group) ? " in" : " out")).join("");
  }
}

/** Equal for rules that let in the same people, whichever field of the record they look at. */
function peopleOf(rule: AccessRule): string {
  if (rule.allow === "owner") return JSON.stringify([rule.provider, rule.allow, rule.identityClaim]);
  if (rule.allow !== "groups") return JSON.stringify([rule.provider, rule.allow]);
  return JSON.stringify([rule.provider, rule.allow, rule.groupClaim, "groups" in rule ? rule.groups : null]);
}

function directivesOf(model: Model): readonly AppliedDirective[] {
  const roots = [...model.queries, ...model.mutations, ...model.subscriptions];
  const fields = [...model.models, ...model.objects].flatMap((type) => type.fields);
  const written = fields.flatMap((field) => field.directives);
  return [...written, ...roots.flatMap((field) => field.modes ?? []), ...Object.values(model.rootModes ?? {}).flat()];
}
