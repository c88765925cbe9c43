/** The rules of one model as a matrix: who may do which operation with which field. */

import type { AccessRule, Field, ModelOperation, Provider } from "./model.ts";

export type ReadOperation = "get" | "list" | "sync" | "search" | "listen";

export const readOperations: readonly ReadOperation[] = ["get", "list", "listen", "sync", "search"];
/** What a rule without `operations` allows. */
export const allOperations: readonly ModelOperation[] = ["create", "update", "delete", ...readOperations];

/** One strategy of one provider: a rule narrowed to one group, with all it grants on the type and on fields. */
export interface Role {
  readonly rule: AccessRule;
  /** Fields by operation; fields without rules of their own count as one, `rest`. */
  readonly grants: ReadonlyMap<ModelOperation, ReadonlySet<string>>;
}

/** What of a model its roles follow from. */
export interface Ruled {
  readonly access: readonly AccessRule[];
  readonly fields: readonly Pick<Field, "name" | "declared" | "access">[];
}

/** Fields of a model whose rules are those of the type. */
const rest = "*";

export class Roles {
  readonly all: readonly Role[];
  /** Fields with rules of their own, and `rest` when there are others. */
  readonly #places: ReadonlySet<string>;

  constructor(type: Ruled) {
    const own = type.fields.filter((field) => field.access !== undefined);
    const places = new Set(own.map((field) => field.name));
    if (own.length === 0 || type.fields.some((field) => field.declared && !places.has(field.name))) places.add(rest);
    this.#places = places;
    const found = new Map<string, { rule: AccessRule; grants: Map<ModelOperation, Set<string>> }>();
    const grant = (rules: readonly AccessRule[], place: string): void => {
      for (const rule of rules.flatMap(narrowed)) {
        const role = found.get(roleName(rule)) ?? { rule, grants: new Map() };
        found.set(roleName(rule), role);
        for (const operation of rule.operations) {
          const granted = role.grants.get(operation) ?? new Set<string>();
          role.grants.set(operation, granted.add(place));
        }
      }
    };
    // Where every field has rules of its own, those of the type allow nothing; its people are known all the same.
    grant(places.has(rest) ? type.access : type.access.map((rule) => ({ ...rule, operations: [] })), rest);
    for (const field of own) grant(field.access ?? [], field.name);
    this.all = [...found.values()];
  }

  /** Roles that may do the operation with some field, or with every one. */
  of(operation: ModelOperation, fields: "some" | "every" = "some"): readonly Role[] {
    return this.all.filter((role) => {
      const granted = role.grants.get(operation)?.size ?? 0;
      return fields === "some" ? granted > 0 : granted === this.#places.size;
    });
  }

  /** True when the role may do the operation with the field. */
  may(role: Role, operation: ModelOperation, field: string): boolean {
    return role.grants.get(operation)?.has(this.#places.has(field) ? field : rest) === true;
  }

  /** True when the role may do the operation with every field. */
  mayAll(role: Role, operation: ModelOperation): boolean {
    return role.grants.get(operation)?.size === this.#places.size;
  }

  /** Who may read the field in some way. */
  readersOf(field: string): readonly Role[] {
    return this.#candidates(field).filter((role) => this.#mayReadSomehow(role, field));
  }

  /** Who may read a field that not every reader of the record may read; undefined for a field all of them may. */
  guards(field: string): readonly Role[] | undefined {
    const allowed = this.readersOf(field);
    return allowed.length === this.#candidates(field).length ? undefined : allowed;
  }

  #mayReadSomehow(role: Role, field: string): boolean {
    return readOperations.some((operation) => this.may(role, operation, field));
  }

  /** Where everybody who signed in may read the field, narrower rules of the same provider say nothing about it. */
  #candidates(field: string): readonly Role[] {
    const readers = this.of("get");
    const wide = new Set<Provider>();
    for (const role of readers) {
      const isWide = role.rule.allow === "private" && role.rule.provider !== "iam";
      if (isWide && readOperations.every((operation) => this.may(role, operation, field))) wide.add(role.rule.provider);
    }
    return readers.filter((role) => role.rule.allow === "private" || !wide.has(role.rule.provider));
  }
}

/** A rule for several groups is one rule for each. */
export function narrowed(rule: AccessRule): readonly AccessRule[] {
  if (rule.allow !== "groups" || !("groups" in rule)) return [rule];
  return rule.groups.map((group) => ({ ...rule, groups: [group] }));
}

/** Rules of the same name are one role: what a rule on a field says, it says of the same people. */
export function roleName(rule: AccessRule): string {
  const { allow, provider } = rule;
  if (allow === "owner") return JSON.stringify([provider, allow, rule.ownerField, rule.identityClaim]);
  if (allow !== "groups") return JSON.stringify([provider, allow]);
  const whose = "groups" in rule ? ["static", ...rule.groups] : ["dynamic", rule.groupsField];
  return JSON.stringify([provider, allow, rule.groupClaim, ...whose]);
}
