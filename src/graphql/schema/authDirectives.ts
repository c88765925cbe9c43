/** Dialect 2: the @aws_* directives that follow from the access rules. */

import type { Names } from "#graphql/sdl/meaning";
import type { Model, ModelOperation, ModelType, ObjectType, Provider } from "#graphql/sdl/model";
import { type Role, Roles } from "#graphql/sdl/roles";
import { modeName, ModeMarks, namedModes, writtenModes } from "./modeMarks.ts";
import { markOpenModel } from "./openModels.ts";
import { markOlderModel } from "./olderAuthDirectives.ts";
import { aggregateTypes, keyPage, listPage, subscriptionFields } from "./naming.ts";

/** What every part of the schema is marked with. */
export function markModes(model: Model, names: Names): ModeMarks {
  const marks = new ModeMarks();
  markWritten(model, marks);
  const standard = model.defaultProvider ?? "apiKey";
  const nested = new NestedTypes(marks, names, standard);
  for (const type of model.models) {
    if (model.dialect === 1) {
      markOlderModel(marks, type, model, names, standard);
      continue;
    }
    if (isOpen(model, type)) markOpenModel(marks, type, names, standard);
    if (!isOpen(model, type) || type.access.length === 0) markModel(marks, type, standard, nested);
  }
  for (const [root, fields] of roots(model)) {
    for (const field of fields) {
      const providers = (field.access ?? []).map((rule) => rule.provider);
      marks.field(root, field.name, namedModes(providers, standard));
    }
  }
  for (const object of model.objects) markFields(marks, object, standard);
  if (model.dialect === 2) markAggregates(marks, model, standard);
  if (model.sandbox === true && model.dialect === 2) markSandbox(marks, model);
  return marks;
}

/** Without a rule of its own, where such models are open to API keys. */
function isOpen(model: Model, type: ModelType): boolean {
  return model.sandbox === true && !type.directives.some(({ name }) => name === "auth");
}

function roots(model: Model): readonly (readonly [string, Model["queries"]])[] {
  return [
    ["Query", model.queries],
    ["Mutation", model.mutations],
    ["Subscription", model.subscriptions],
  ];
}

function markWritten(model: Model, marks: ModeMarks): void {
  for (const type of [...model.models, ...model.objects]) {
    marks.type(type.name, writtenModes(type.directives));
    for (const field of type.fields) marks.field(type.name, field.name, writtenModes(field.directives));
  }
  for (const [root, fields] of roots(model)) {
    for (const field of fields) marks.field(root, field.name, writtenModes(field.modes ?? []));
  }
}

/** Rules on fields of types that are no models mark the field alone. */
function markFields(marks: ModeMarks, type: ObjectType, standard: Provider): void {
  for (const field of type.fields) {
    if (field.access === undefined) continue;
    const providers = field.access.map((rule) => rule.provider);
    marks.field(type.name, field.name, namedModes(providers, standard));
  }
}

function markModel(marks: ModeMarks, type: ModelType, standard: Provider, nested: NestedTypes): void {
  const roles = new Roles(type);
  if (roles.all.length === 0) return;
  const modes = (some: readonly Role[]): readonly string[] => namedModes(providersOf(some), standard);
  marks.type(type.name, modes(roles.all));
  const operation = (root: string, field: string | undefined, answers: string, kind: ModelOperation): void => {
    if (field === undefined) return;
    marks.operation(root, field, answers, modes(roles.of(kind, kind === "delete" ? "every" : "some")));
  };
  const { get, list, sync, search, create, update, delete: remove } = type.operations;
  const { connection } = listPage(type, 2);
  operation("Query", get, type.name, "get");
  operation("Query", list, connection, "list");
  operation("Query", sync, connection, "sync");
  operation("Query", search, `Searchable${type.name}Connection`, "search");
  for (const { queryField } of type.indexes) {
    operation("Query", queryField, keyPage(type).connection, "list");
    operation("Query", queryField, keyPage(type).connection, "get");
  }
  operation("Mutation", create, type.name, "create");
  operation("Mutation", update, type.name, "update");
  operation("Mutation", remove, type.name, "delete");
  if (type.subscriptions.level === "on") {
    for (const field of subscriptionFields(type)) operation("Subscription", field, type.name, "listen");
  }
  nested.mark(type, providersOf(roles.all));
}

/** Sums of searches are shared by all searched models. */
function markAggregates(marks: ModeMarks, model: Model, standard: Provider): void {
  const searched = model.models.filter(({ operations }) => operations.search !== undefined);
  if (searched.length === 0) return;
  const providers = searched.filter((type) => !isOpen(model, type)).flatMap((type) => providersOf(new Roles(type).all));
  const open = model.sandbox === true && standard !== "apiKey" ? [modeName("apiKey")] : [];
  for (const name of aggregateTypes) marks.type(name, [...namedModes(providers, standard), ...open]);
}

function providersOf(roles: readonly Role[]): readonly Provider[] {
  return roles.map((role) => role.rule.provider);
}

/** Documents inside records, and pages of related ones, are reached by whoever reaches the records; by a second model they come to name the default mode too. */
class NestedTypes {
  readonly #marks: ModeMarks;
  readonly #names: Names;
  readonly #standard: Provider;
  readonly #seen = new Map<string, Set<string>>();

  constructor(marks: ModeMarks, names: Names, standard: Provider) {
    this.#marks = marks;
    this.#names = names;
    this.#standard = standard;
  }

  mark(type: ObjectType | ModelType, providers: readonly Provider[]): void {
    const relations = "relations" in type ? type.relations : [];
    const pages = new Map(
      relations.flatMap(({ kind, field, target }) =>
        kind === "hasMany" || kind === "manyToMany" ? [[field, target] as const] : [],
      ),
    );
    for (const field of type.fields) {
      const meaning = this.#names.of(field.type);
      if (meaning.kind === "object" && this.#markOne(meaning.object.name, providers))
        this.mark(meaning.object, providers);
      const target = pages.get(field.name);
      const paged = target === undefined ? undefined : this.#names.of({ name: target, required: false });
      if (paged?.kind === "model") this.#markOne(keyPage(paged.model).connection, providers);
    }
  }

  /** True when there may be something to mark below. */
  #markOne(name: string, providers: readonly Provider[]): boolean {
    const known = this.#seen.get(name);
    const modes = namedModes(providers, this.#standard, known === undefined ? "whenRuled" : "always");
    const fresh = modes.filter((mode) => known?.has(mode) !== true);
    this.#seen.set(name, new Set([...(known ?? []), ...fresh]));
    this.#marks.type(name, fresh);
    return known === undefined || fresh.length > 0;
  }
}

/** In a sandbox the official tools let signed requests reach everything that is no model's. */
function markSandbox(marks: ModeMarks, model: Model): void {
  const signed = [modeName("iam")];
  for (const [root, fields] of roots(model)) {
    if (fields.length > 0) marks.type(root, signed);
    for (const field of fields) marks.field(root, field.name, signed);
  }
  for (const object of model.objects) marks.type(object.name, signed);
}
