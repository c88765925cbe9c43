/** Dialect 1: the @aws_* directives that follow from the access rules. */

import type { Names } from "#graphql/sdl/meaning";
import {
  type AccessRule,
  type Model,
  type ModelOperation,
  type ModelType,
  namedType,
  type ObjectType,
  type Provider,
} from "#graphql/sdl/model";
import { type ModeMarks, namedModes } from "./modeMarks.ts";
import { keyPage, subscriptionFields } from "./naming.ts";

interface Marking {
  readonly marks: ModeMarks;
  readonly type: ModelType;
  readonly names: Names;
  readonly standard: Provider;
  /** Where signed requests are served the official tools name the default mode also where no rule is about it. */
  readonly isSigned: boolean;
}

/** In dialect 1 the operation `read` covers all that `listen` does. */
const allowing = (rules: readonly AccessRule[], operation: ModelOperation): readonly AccessRule[] =>
  rules.filter((rule) => rule.operations.includes(operation));

export function markOlderModel(
  marks: ModeMarks,
  type: ModelType,
  model: Model,
  names: Names,
  standard: Provider,
): void {
  const isSigned = [standard, ...(model.otherProviders ?? [])].includes("iam");
  const marking: Marking = { marks, type, names, standard, isSigned };
  if (type.access.length > 0) {
    marks.type(type.name, modes(type.access, standard));
    markNested(marking, type, new Set());
    markOperations(marking);
    markRelations(marking, model);
    markSubscriptions(marking);
  }
  for (const field of type.fields) if (field.access !== undefined) markField(marking, field.name, field.access);
}

function modes(rules: readonly AccessRule[], standard: Provider, always = false): readonly string[] {
  const providers = rules.map((rule) => rule.provider);
  return namedModes(providers, standard, always ? "always" : "whenRuled");
}

function markOperations({ marks, type, standard, isSigned }: Marking): void {
  const { get, list, sync, search, create, update, delete: remove } = type.operations;
  const connection = keyPage(type).connection;
  const mark = (root: string, field: string | undefined, answers: string, operation: ModelOperation): void => {
    if (field === undefined) return;
    const always = operation === "get" && isSigned && allowing(type.access, "list").length === 0;
    marks.operation(root, field, answers, modes(allowing(type.access, operation), standard, always));
  };
  mark("Mutation", create, type.name, "create");
  mark("Mutation", update, type.name, "update");
  mark("Mutation", remove, type.name, "delete");
  mark("Query", get, type.name, "get");
  mark("Query", list, connection, "list");
  mark("Query", sync, connection, "listen");
  mark("Query", search, connection.replace(/^Model/, "Searchable"), "listen");
  if (list === undefined) return;
  const reading = modes(allowing(type.access, "listen"), standard, isSigned);
  for (const { queryField } of type.indexes) {
    if (queryField !== undefined) marks.operation("Query", queryField, connection, reading);
  }
}

/** Fields of any type that lead to records of this model. */
function markRelations({ marks, type, standard }: Marking, model: Model): void {
  const reading = modes(allowing(type.access, "listen"), standard);
  for (const other of model.models) {
    for (const relation of other.relations) {
      if (relation.target !== type.name) continue;
      const isPage = relation.kind === "hasMany" || relation.kind === "manyToMany";
      marks.operation(other.name, relation.field, isPage ? keyPage(type).connection : type.name, reading);
    }
  }
}

function markSubscriptions({ marks, type, standard }: Marking): void {
  if (type.subscriptions.level !== "on") return;
  const reading = modes(allowing(type.access, "listen"), standard);
  for (const field of subscriptionFields(type)) marks.field("Subscription", field, reading);
}

function markNested(marking: Marking, type: ObjectType, seen: Set<string>): void {
  for (const field of type.fields) {
    const meaning = marking.names.of(field.type);
    if (meaning.kind !== "object" || seen.has(namedType(field.type))) continue;
    seen.add(meaning.object.name);
    marking.marks.type(meaning.object.name, modes(marking.type.access, marking.standard, true));
    markNested(marking, meaning.object, seen);
  }
}

/** Rules of a field mark the field, its model, and the operations they are about. */
function markField({ marks, type, standard, isSigned }: Marking, field: string, rules: readonly AccessRule[]): void {
  const isOpen = type.access.length === 0;
  const isStandard = (some: readonly AccessRule[]): boolean => some.some((rule) => rule.provider === standard);
  marks.type(type.name, modes(rules, standard, isOpen || isStandard(type.access)));
  const { get, list, create, update, delete: remove } = type.operations;
  const operation = (kind: ModelOperation, root: string, name: string | undefined, answers: string): void => {
    const named = allowing(rules, kind);
    if (name === undefined || named.length === 0) return;
    const whole = allowing(type.access, kind);
    const isUnsaid = isSigned && whole.length === 0;
    const always = kind !== "update" && kind !== "delete" && (isStandard(whole) || isUnsaid);
    marks.operation(root, name, answers, modes(named, standard, always));
  };
  marks.field(type.name, field, modes(allowing(rules, "listen"), standard));
  if (create !== undefined) marks.field(type.name, field, modes(allowing(rules, "create"), standard));
  operation("get", "Query", get, type.name);
  operation("list", "Query", list, keyPage(type).connection);
  operation("create", "Mutation", create, type.name);
  operation("update", "Mutation", update, type.name);
  // The older transformer looks for the update's resolver here.
  if (update !== undefined) operation("delete", "Mutation", remove, type.name);
}
