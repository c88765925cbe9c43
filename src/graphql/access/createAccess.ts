/** Creating: may this caller write this input, and which owner fields does he fill by it. */

import type { Field, ModelType } from "#graphql/sdl/model";
import type { CreateRight, Input } from "./access.ts";
import type { ApiCaller } from "./caller.ts";
import { holds, judgeWhole } from "./judge.ts";
import type { Role, Roles } from "#graphql/sdl/roles";
import type { Admission, OwnerTest, Verdict } from "./rule.ts";

interface Judged {
  readonly role: Role;
  readonly verdict: Exclude<Verdict, "deny">;
}

/** What one caller may create. Rules are tried in their order: the first owner rule may fill what the second then finds. */
export class CreateAccess implements CreateRight {
  readonly #roles: Roles;
  /** In the order they are tried. */
  readonly #judged: readonly Judged[];
  readonly #fields: readonly Field[];
  readonly #fillsAlways: boolean;

  constructor(type: ModelType, roles: Roles, caller: ApiCaller, fillsAlways: boolean) {
    this.#fillsAlways = fillsAlways;
    this.#roles = roles;
    this.#fields = type.fields;
    const judged = roles.of("create").flatMap((role): readonly Judged[] => {
      const verdict = judgeWhole(role.rule, caller);
      return verdict === "deny" ? [] : [{ role, verdict }];
    });
    this.#judged = (["allow", "owner", "groups"] as const).flatMap((kind) =>
      judged.filter(({ verdict }) => (verdict === "allow" ? verdict : verdict.kind) === kind),
    );
  }

  admit(given: Input, caller: ApiCaller): Admission {
    let input = given;
    let isAllowed = false;
    const partial: Role[] = [];
    const grant = (role: Role): void => {
      if (this.#roles.mayAll(role, "create")) isAllowed = true;
      else partial.push(role);
    };
    for (const { role, verdict } of this.#judged) {
      if (verdict === "allow") {
        grant(role);
        continue;
      }
      const isNamed = Object.hasOwn(given, verdict.field);
      const isFilled = !isNamed && (this.#fillsAlways || !isAllowed);
      if (verdict.kind === "owner" && isFilled && verdict.fill !== undefined) {
        input = { ...input, [verdict.field]: filled(verdict, verdict.fill, caller) };
        if (!isAllowed) grant(role);
      } else if (!isAllowed && holds(verdict, input, caller)) grant(role);
    }
    if (isAllowed) return { ok: true, input };
    if (partial.length === 0) return { ok: false, denial: "everything" };
    const denied = Object.keys(given).filter((name) => !partial.some((role) => this.#may(role, name)));
    return denied.length === 0 ? { ok: true, input } : { ok: false, denial: denied };
  }

  /** Fields that a directive added have no rules of their own, so whoever may write at all may write them. */
  #may(role: Role, name: string): boolean {
    const isDeclared = this.#fields.some((field) => field.name === name && field.declared);
    return !isDeclared || this.#roles.may(role, "create", name);
  }
}

function filled(test: OwnerTest, fill: NonNullable<OwnerTest["fill"]>, caller: ApiCaller): unknown {
  return test.list ? [fill(caller)] : fill(caller);
}
