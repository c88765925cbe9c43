/** @model: the type gets a table, operations, subscriptions and timestamps. */

import { createHash } from "node:crypto";
import pluralize from "pluralize";
import type { TypeDraft } from "#graphql/sdl/draft";
import { flag } from "#graphql/sdl/flags";
import {
  type Field,
  isList,
  namedType,
  type OperationNames,
  type SubscriptionNames,
  type Timestamps,
} from "#graphql/sdl/model";
import { upperFirst } from "#graphql/sdl/names";
import type { Context, Directive, Use } from "./directive.ts";

type Names = Readonly<Record<string, string | null>> | null | undefined;
type Lists = Readonly<Record<string, unknown>> | null | undefined;

export const modelDirective: Directive = {
  name: "model",
  definition: `
    directive @model(queries: ModelQueryMap, mutations: ModelMutationMap, subscriptions: ModelSubscriptionMap, timestamps: TimestampConfiguration) on OBJECT
    input ModelQueryMap { get: String list: String }
    input ModelMutationMap { create: String update: String delete: String }
    input ModelSubscriptionMap { onCreate: [String] onUpdate: [String] onDelete: [String] level: ModelSubscriptionLevel }
    enum ModelSubscriptionLevel { off public on }
    input TimestampConfiguration { createdAt: String updatedAt: String }`,

  onType(use, type, context) {
    const { dialect } = context.draft;
    const isPlural = dialect === 2 || flag(context.settings, "improvePluralization");
    const plural = upperFirst(isPlural ? pluralize(type.name) : `${type.name}s`);
    const name = upperFirst(type.name);
    const queries = use.arguments["queries"] as Names;
    const mutations = use.arguments["mutations"] as Names;
    const merges = dialect === 2 && flag(context.settings, "shouldDeepMergeDirectiveConfigDefaults");
    const chosen = (operation: string, names: Names, standard: string) =>
      chooseName(operation, names, standard, merges);
    const versioned = isVersioned(type, context);
    const operations: OperationNames = {
      ...chosen("get", queries, `get${name}`),
      ...chosen("list", queries, `list${plural}`),
      ...chosen("create", mutations, `create${name}`),
      ...chosen("update", mutations, `update${name}`),
      ...chosen("delete", mutations, `delete${name}`),
      ...(versioned ? syncName(type, queries, chosen, dialect) : {}),
    };
    type.model = {
      plural,
      operations,
      subscriptions: subscriptionNames(use, type, operations, merges, context),
      timestamps: {},
      indexes: [],
      relations: [],
      added: [],
      versioned,
    };
    addTimestamps(use, type, context);
  },

  /** A model whose key no other directive chose is keyed by `id`. */
  finish(type, context) {
    const { model } = type;
    if (model === undefined || model.key !== undefined) return;
    const id = type.fields.get("id");
    if (id === undefined) model.added.unshift(addedField("id", "ID", type));
    else if (isList(id.type) || context.draft.types.has(namedType(id.type))) {
      context.problem(id.position, `${type.name}.id is the primary key and must be a scalar, best \`id: ID!\`.`);
    }
    model.key = { partition: "id", sort: [], custom: false };
  },
};

function isVersioned(type: TypeDraft, { settings }: Context): boolean {
  return settings.conflicts.get(type.name)?.versioned ?? settings.versioned;
}

/** Null leaves an operation out; so does null for the whole map, or, where maps are not merged, a missing member. */
function chooseName(operation: string, names: Names, standard: string, merges: boolean): Record<string, string> {
  if (names === null) return {};
  const name = names?.[operation];
  if (name === null || (name === undefined && names !== undefined && !merges)) return {};
  return { [operation]: name ?? standard };
}

/** Dialect 1 has it under its usual name whatever is written. */
function syncName(
  type: TypeDraft,
  queries: Names,
  chosen: (operation: string, names: Names, standard: string) => Record<string, string>,
  dialect: 1 | 2,
): Record<string, string> {
  return chosen("sync", dialect === 1 ? undefined : queries, `sync${upperFirst(pluralize(type.name))}`);
}

const events = { onCreate: "create", onUpdate: "update", onDelete: "delete" } as const;
type Event = keyof typeof events;

function subscriptionNames(
  use: Use,
  type: TypeDraft,
  operations: OperationNames,
  merges: boolean,
  context: Context,
): SubscriptionNames {
  const given = use.arguments["subscriptions"] as Lists;
  const level = (given?.["level"] ?? "on") as SubscriptionNames["level"];
  if (given === null || level === "off") return { level: "off", onCreate: [], onUpdate: [], onDelete: [] };
  const isOlder = context.draft.dialect === 1;
  // A level alone changes who may listen, not what there is to hear.
  const isBare = (level === "public" || isOlder) && Object.keys(events).every((event) => given?.[event] === undefined);
  const names = (event: Event): readonly string[] => {
    const list = given?.[event];
    if (list === null) return [];
    const whole = `${event}${upperFirst(type.name)}`;
    // Dialect 1 offers a subscription the user named even where nothing can set it off.
    const standard = isOlder ? (operations[events[event]] === undefined ? [] : [whole]) : [shortened(whole)];
    if (list === undefined) return given === undefined || merges || isBare ? standard : [];
    const chosen = (list as readonly unknown[]).filter((name) => typeof name === "string");
    return chosen.length === 0 && merges ? standard : chosen;
  };
  const [onCreate, onUpdate, onDelete] = [names("onCreate"), names("onUpdate"), names("onDelete")];
  const all = [...onCreate, ...onUpdate, ...onDelete];
  if (!isOlder && new Set(all).size < all.length) {
    context.problem(use.position, `@model of ${type.name} names the same subscription twice.`);
  }
  return { level, onCreate, onUpdate, onDelete };
}

/** AppSync bounds subscription names; the official tools cut long ones and add a hash of the whole name. */
function shortened(name: string): string {
  if (name.length <= 50) return name;
  return name.slice(0, 45) + createHash("md5").update(name).digest("hex").slice(0, 5);
}

function addTimestamps(use: Use, type: TypeDraft, context: Context): void {
  const given = use.arguments["timestamps"] as Names;
  if (given === null || type.model === undefined) return;
  const kept: { createdAt?: string; updatedAt?: string } = {};
  for (const event of ["createdAt", "updatedAt"] as const) {
    const name = given?.[event] === undefined ? event : given[event];
    if (name === null || name === undefined) continue;
    const declared = type.fields.get(name);
    if (declared === undefined) {
      const isThere = type.model.added.some((field) => field.name === name);
      if (!isThere) type.model.added.push(addedField(name, "AWSDateTime", type));
    } else if (isList(declared.type) || !["AWSDateTime", "String"].includes(namedType(declared.type))) {
      context.warn(declared.position, `${type.name}.${name} is not AWSDateTime or String, so it is not filled in.`);
      continue;
    }
    kept[event] = name;
  }
  type.model = { ...type.model, timestamps: kept satisfies Timestamps };
}

function addedField(name: string, type: string, owner: TypeDraft): Field {
  return { name, type: { name: type, required: true }, position: owner.position, declared: false, directives: [] };
}
