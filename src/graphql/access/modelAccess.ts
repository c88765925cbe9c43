/** The access rules of one model of dialect 2: what no rule allows is denied. */

import type { AccessRule, ModelType } from "#graphql/sdl/model";
import { type ReadOperation, readOperations, type Role, Roles, roleName } from "#graphql/sdl/roles";
import type { CreateRight, FieldRight, ModelAccess, UpdateRight } from "./access.ts";
import type { ApiCaller } from "./caller.ts";
import { CreateAccess } from "./createAccess.ts";
import { isOperator, judge, judgeWhole, together } from "./judge.ts";
import { modesLetIn } from "./modes.ts";
import { joinedOwners } from "./owner.ts";
import type { Right } from "./rule.ts";
import { UpdateAccess } from "./updateAccess.ts";

const open: FieldRight = { right: "allow", isGuarded: false };

export class RuledAccess implements ModelAccess {
  readonly joinedOwners: ReadonlySet<string>;
  readonly tellsUnauthorized = true;
  readonly #type: ModelType;
  readonly #roles: Roles;
  readonly #fillsAlways: boolean;

  /** `fillsAlways`: the owner is filled in whichever rule lets the caller create. */
  constructor(type: ModelType, fillsAlways: boolean) {
    this.#type = type;
    this.#fillsAlways = fillsAlways;
    this.#roles = new Roles(type);
    this.joinedOwners = joinedOwners(this.#roles.all.map((role) => role.rule));
  }

  read(operation: ReadOperation | "related", caller: ApiCaller): Right {
    if (isOperator(caller)) return "allow";
    const roles = operation === "related" ? this.#readers() : this.#roles.of(operation);
    return together(roles.map((role) => judge(role.rule, caller)));
  }

  field(name: string, caller: ApiCaller): FieldRight {
    if (isOperator(caller)) return open;
    const field = this.#type.fields.find((each) => each.name === name);
    if (field !== undefined && !modesLetIn(field.directives, caller)) return { right: "deny", isGuarded: false };
    const guards = this.#roles.guards(name);
    if (guards === undefined) return open;
    return { right: together(guards.map((role) => judgeWhole(role.rule, caller))), isGuarded: true };
  }

  create(caller: ApiCaller): CreateRight | undefined {
    return isOperator(caller) ? undefined : new CreateAccess(this.#type, this.#roles, caller, this.#fillsAlways);
  }

  update(caller: ApiCaller): UpdateRight | undefined {
    return isOperator(caller) ? undefined : new UpdateAccess(this.#type, this.#roles, caller);
  }

  /** Deleting a record takes the right to delete each of its fields. */
  delete(caller: ApiCaller): Right {
    if (isOperator(caller)) return "allow";
    return together(this.#roles.of("delete", "every").map((role) => judgeWhole(role.rule, caller)));
  }

  /**
   * Somebody may read both sides by the same rule, but others may not, or it depends on the record: what a mutation
   * answers goes to all subscribers of this side, so it must not carry the other.
   */
  isRedacted(relation: string, target: ModelAccess): boolean {
    const field = this.#type.fields.find((each) => each.name === relation);
    if (field?.type.required === true || !(target instanceof RuledAccess)) return false;
    if (this.#roles.guards(relation) !== undefined) return true;
    const here = this.#roles.readersOf(relation);
    const there = withoutNarrower(target.#readers());
    if (!here.some((role) => there.some((other) => reachesBoth(role, other)))) return false;
    const isSame = (other: Role): boolean => here.some((role) => isEqual(role, other) && !depends(role));
    return here.length !== there.length || !there.every(isSame);
  }

  #readers(): readonly Role[] {
    return [...new Set(readOperations.flatMap((operation) => this.#roles.of(operation)))];
  }
}

/** Where everybody who signed in is let in, narrower rules of that provider don't matter. */
function withoutNarrower(roles: readonly Role[]): readonly Role[] {
  const wide = new Set(
    roles.filter(({ rule }) => rule.allow === "private" && rule.provider !== "iam").map(({ rule }) => rule.provider),
  );
  return roles.filter(({ rule }) => rule.allow === "private" || !wide.has(rule.provider));
}

function isEqual(one: Role, other: Role): boolean {
  return roleName(one.rule) === roleName(other.rule);
}

function reachesBoth(one: Role, other: Role): boolean {
  if (isEqual(one, other)) return true;
  const { provider } = one.rule;
  if (provider !== other.rule.provider || provider === "apiKey" || provider === "function") return false;
  return one.rule.allow === "private" || other.rule.allow === "private";
}

function depends({ rule }: Role): boolean {
  return rule.allow === "owner" || rule.allow === "custom" || "groupsField" in rule;
}

/** Rules of a field outside models; records play no part in them. */
export function mayResolve(rules: readonly AccessRule[], caller: ApiCaller): boolean {
  return isOperator(caller) || rules.some((rule) => judge(rule, caller) === "allow");
}
