/** Updating: which fields of which records one caller may write, and which he may set to null. */

import type { ModelType } from "#graphql/sdl/model";
import type { Input, UpdateRight } from "./access.ts";
import type { ApiCaller } from "./caller.ts";
import { judgeWhole } from "./judge.ts";
import type { Role, Roles } from "#graphql/sdl/roles";
import type { Denial, RowTest, Verdict } from "./rule.ts";

interface Judged {
  readonly role: Role;
  readonly verdict: Exclude<Verdict, "deny">;
}

/** Who may delete a field may set it to null; so a rule for `delete` alone lets in here too. */
export class UpdateAccess implements UpdateRight {
  readonly #type: ModelType;
  readonly #roles: Roles;
  readonly #judged: readonly Judged[];

  constructor(type: ModelType, roles: Roles, caller: ApiCaller) {
    this.#type = type;
    this.#roles = roles;
    this.#judged = [...new Set([...roles.of("update"), ...roles.of("delete")])].flatMap((role) => {
      const verdict = judgeWhole(role.rule, caller);
      return verdict === "deny" ? [] : [{ role, verdict }];
    });
  }

  /** True when no record lets this caller in. */
  get isClosed(): boolean {
    return this.#judged.length === 0;
  }

  /** What must hold of the record for the input: of each group one test. An empty group never holds. */
  groups(input: Input): readonly (readonly RowTest[])[] {
    const groups = new Map<string, readonly RowTest[]>();
    for (const members of [this.#judged, ...Object.keys(input).flatMap((name) => this.#needed(input, name))]) {
      if (members.some(({ verdict }) => verdict === "allow")) continue;
      const tests = members.flatMap(({ verdict }) => (verdict === "allow" ? [] : [verdict]));
      groups.set(members.map((member) => this.#judged.indexOf(member)).join(), tests);
    }
    return [...groups.values()];
  }

  /** Every test that may stand in a group, to ask a record which of them hold. */
  get tests(): readonly RowTest[] {
    return this.#judged.flatMap(({ verdict }) => (verdict === "allow" ? [] : [verdict]));
  }

  /** Why a record of which only these tests hold takes the input not; undefined when it does. */
  denial(input: Input, holding: ReadonlySet<RowTest>): Denial | undefined {
    const isIn = ({ verdict }: Judged): boolean => verdict === "allow" || holding.has(verdict);
    if (!this.#judged.some(isIn)) return "everything";
    const denied = Object.keys(input).filter((name) => !this.#needed(input, name).every((group) => group.some(isIn)));
    return denied.length === 0 ? undefined : denied;
  }

  /** Groups of which each must have a member that lets in: for writing the field, and for setting it to null. */
  #needed(input: Input, name: string): readonly (readonly Judged[])[] {
    const writing = this.#judged.filter(({ role }) => this.#mayUpdate(role, name));
    if (input[name] !== null) return [writing];
    return [writing, this.#judged.filter(({ role }) => this.#roles.may(role, "delete", name))];
  }

  /** Keys only say which record is meant, and fields that a directive added have no rules of their own. */
  #mayUpdate(role: Role, name: string): boolean {
    const { key, fields } = this.#type;
    if (name === key.partition || key.sort.includes(name)) return true;
    const isDeclared = fields.some((field) => field.name === name && field.declared);
    return !isDeclared || this.#roles.may(role, "update", name);
  }
}
