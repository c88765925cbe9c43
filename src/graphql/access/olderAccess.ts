/** The access rules of one model of dialect 1: an operation that no rule names is open to callers of the default mode. */

import type { AccessRule, ModelOperation, ModelType, Provider } from "#graphql/sdl/model";
import type { ReadOperation } from "#graphql/sdl/roles";
import type { CreateRight, FieldRight, Input, ModelAccess, UpdateRight } from "./access.ts";
import type { ApiCaller } from "./caller.ts";
import { holds, isOperator, judge, together } from "./judge.ts";
import { modesLetIn } from "./modes.ts";
import type { Admission, Denial, Right, RowTest } from "./rule.ts";

export class OlderAccess implements ModelAccess {
  /** Owners are names alone. */
  readonly joinedOwners: ReadonlySet<string> = new Set();
  /** Rules are part of the write's condition. */
  readonly tellsUnauthorized = false;
  readonly #type: ModelType;
  readonly #standard: Provider;

  constructor(type: ModelType, standard: Provider) {
    this.#type = type;
    this.#standard = standard;
  }

  read(operation: ReadOperation | "related", caller: ApiCaller): Right {
    // Rules for reading as a whole are those that let subscribe; `queries: [get]` alone does not.
    return this.#right(this.#type.access, operation === "related" ? "listen" : operation, caller);
  }

  field(name: string, caller: ApiCaller): FieldRight {
    const field = this.#type.fields.find((each) => each.name === name);
    if (field !== undefined && !modesLetIn(field.directives, caller)) return { right: "deny", isGuarded: false };
    const rules = this.#rulesOf(name).filter((rule) => rule.operations.includes("get"));
    if (isOperator(caller) || rules.length === 0) return { right: "allow", isGuarded: false };
    return { right: this.#right(rules, "get", caller), isGuarded: true };
  }

  create(caller: ApiCaller): CreateRight | undefined {
    return isOperator(caller) ? undefined : { admit: (input, each) => this.#admit(input, each) };
  }

  update(caller: ApiCaller): UpdateRight | undefined {
    return isOperator(caller) ? undefined : new OlderUpdate((input) => this.#updateRights(input, caller));
  }

  delete(caller: ApiCaller): Right {
    const right = this.#right(this.#type.access, "delete", caller);
    return right.length === 0 ? "deny" : right;
  }

  isRedacted(relation: string): boolean {
    return this.#rulesOf(relation).some((rule) => rule.operations.includes("get"));
  }

  #rulesOf(field: string): readonly AccessRule[] {
    return this.#type.fields.find((each) => each.name === field)?.access ?? [];
  }

  /** A caller whose provider some rule names gets in, but sees only what the rules let him see. */
  #right(rules: readonly AccessRule[], operation: ModelOperation, caller: ApiCaller): Right {
    if (isOperator(caller)) return "allow";
    const named = rules.filter((rule) => rule.operations.includes(operation));
    if (named.length === 0) return caller.kind === this.#standard ? "allow" : "deny";
    const own = named.filter((rule) => rule.provider === caller.kind);
    if (own.length === 0) return "deny";
    const right = together(own.map((rule) => this.#judge(rule, caller)));
    return right === "deny" && own.some((rule) => rule.allow === "owner" || rule.allow === "groups") ? [] : right;
  }

  /** In dialect 1 what is open to guests of the identity pool is open to its users too. */
  #judge(rule: AccessRule, caller: ApiCaller): ReturnType<typeof judge> {
    return rule.allow === "public" && rule.provider === "iam" && caller.kind === "iam" ? "allow" : judge(rule, caller);
  }

  #admit(given: Input, caller: ApiCaller): Admission {
    const levels = [this.#type.access, ...Object.keys(given).map((name) => this.#rulesOf(name))];
    let input = given;
    for (const [level, rules] of levels.entries()) {
      const named = rules.filter((rule) => rule.operations.includes("create"));
      if (level > 0 && named.length === 0) continue;
      const right = this.#right(named, "create", caller);
      let isAllowed = right === "allow";
      for (const test of this.#tests(named, caller)) {
        const isFilled = test.kind === "owner" && !Object.hasOwn(given, test.field) && test.fill !== undefined;
        if (isFilled) input = { ...input, [test.field]: test.list ? [test.fill(caller)] : test.fill(caller) };
        isAllowed ||= right !== "deny" && holds(test, input, caller);
      }
      if (!isAllowed) return { ok: false, denial: "everything" };
    }
    return { ok: true, input };
  }

  #tests(rules: readonly AccessRule[], caller: ApiCaller): readonly RowTest[] {
    return rules.flatMap((rule) => {
      const verdict = judge(rule, caller);
      return typeof verdict === "string" ? [] : [verdict];
    });
  }

  /** The type's rules, and those of each field the input writes or sets to null. */
  #updateRights(input: Input, caller: ApiCaller): readonly Right[] {
    const rights = [this.#right(this.#type.access, "update", caller)];
    for (const name of Object.keys(input)) {
      for (const operation of input[name] === null ? (["update", "delete"] as const) : (["update"] as const)) {
        const rules = this.#rulesOf(name).filter((rule) => rule.operations.includes(operation));
        if (rules.length > 0) rights.push(this.#right(rules, operation, caller));
      }
    }
    return rights;
  }
}

class OlderUpdate implements UpdateRight {
  readonly isClosed = false;
  readonly tests: readonly RowTest[] = [];
  readonly #rights: (input: Input) => readonly Right[];

  constructor(rights: (input: Input) => readonly Right[]) {
    this.#rights = rights;
  }

  groups(input: Input): readonly (readonly RowTest[])[] {
    return this.#rights(input).flatMap((right) => (right === "allow" ? [] : [right === "deny" ? [] : right]));
  }

  /** Who holds no name or group at all is refused; else the record decides, and a wrong one fails like a condition. */
  denial(input: Input): Denial | undefined {
    return this.groups(input).some((group) => group.length === 0) ? "everything" : undefined;
  }
}
