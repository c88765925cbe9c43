/** The access rules of one model, put to callers: what they may read, create, update and delete. */

import type { AccessRule, ModelType } from "#graphql/sdl/model";
import { type ReadOperation, readOperations, Roles } from "#graphql/sdl/roles";
import type { ApiCaller } from "./caller.ts";
import { type Admission, CreateAccess } from "./createAccess.ts";
import { isOperator, judge, together } from "./judge.ts";
import type { Right } from "./rule.ts";
import { UpdateAccess } from "./updateAccess.ts";

/** Of a field: whose records show it, and whether it has rules stricter than its record. */
export interface FieldRight {
  readonly right: Right;
  readonly isGuarded: boolean;
}

const open: FieldRight = { right: "allow", isGuarded: false };

/** Who may write what, once a caller is known. Undefined: he may write everything. */
export interface CreateRight {
  admit(input: Readonly<Record<string, unknown>>, caller: ApiCaller): Admission;
}

export class ModelAccess {
  readonly type: ModelType;
  readonly #roles: Roles;

  constructor(type: ModelType) {
    this.type = type;
    this.#roles = new Roles(type);
  }

  /** Whose records the caller may read. A relation leads to records that any reading operation shows. */
  read(operation: ReadOperation | "related", caller: ApiCaller): Right {
    if (isOperator(caller)) return "allow";
    const operations = operation === "related" ? readOperations : [operation];
    const roles = new Set(operations.flatMap((each) => this.#roles.of(each)));
    return together([...roles].map((role) => judge(role.rule, caller)));
  }

  /** Whose records show the field to a caller who may read them. */
  field(name: string, caller: ApiCaller): FieldRight {
    if (isOperator(caller)) return open;
    const guards = this.#roles.guards(name);
    if (guards === undefined) return open;
    return { right: together(guards.map((role) => judge(role.rule, caller))), isGuarded: true };
  }

  create(caller: ApiCaller): CreateRight | undefined {
    return isOperator(caller) ? undefined : new CreateAccess(this.type, this.#roles, caller);
  }

  update(caller: ApiCaller): UpdateAccess | undefined {
    return isOperator(caller) ? undefined : new UpdateAccess(this.type, this.#roles, caller);
  }

  /** Deleting a record takes the right to delete each of its fields. */
  delete(caller: ApiCaller): Right {
    if (isOperator(caller)) return "allow";
    return together(this.#roles.of("delete", "every").map((role) => judge(role.rule, caller)));
  }
}

/** Rules of a field outside models; records play no part in them. */
export function mayResolve(rules: readonly AccessRule[], caller: ApiCaller): boolean {
  return isOperator(caller) || rules.some((rule) => judge(rule, caller) === "allow");
}
