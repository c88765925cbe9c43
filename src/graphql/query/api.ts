/** One version of one API as the query room needs it. */

import type { GraphQLSchema } from "graphql";
import type { Clock } from "#ports/clock";
import type { Database } from "#ports/database";
import type { Random } from "#ports/random";
import { CallerShapes } from "#graphql/access/shapes";
import { Names } from "#graphql/sdl/meaning";
import type { CustomField, Model, ModelType } from "#graphql/sdl/model";
import type { Layout } from "#graphql/tables/layout";
import type { AskHandler, ConflictStrategy } from "#graphql/conflict/strategy";
import type { ResolverServices } from "#graphql/resolvers/resolver";
import type { Publisher } from "./event.ts";
import type { VersionClock } from "./versionClock.ts";
import { createMarks, type Marks } from "./marks.ts";
import type { Path } from "./path.ts";
import { openTable, type Table } from "./table.ts";

/** Makes and checks nextTokens. `context` binds a token to API, field and arguments. */
export interface PageTokens {
  encode(payload: unknown, context: string): string;
  /** Undefined for a token that was not made for this context. */
  decode(token: string, context: string): unknown;
}

export interface QuerySettings {
  /** `filter`: pages are full while records match. `limit`: DynamoDB's order, the limit counts records looked at. */
  readonly first: "filter" | "limit";
}

export interface Services {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly tokens: PageTokens;
  readonly settings: QuerySettings;
  /** Stamps versions. */
  readonly versions: VersionClock;
  /** How conflicts of a model's records are settled. */
  readonly conflict: (model: ModelType) => ConflictService;
  /** Where fields with a resolver of their own lead. */
  readonly resolvers: ResolverServices;
  /** Told of committed mutations; without one nobody is. */
  readonly publisher?: Publisher;
}

/** What settles conflicts. */
export interface ConflictService {
  readonly strategy: ConflictStrategy;
  /** Asks the function of a strategy that cannot settle a conflict itself. */
  readonly ask: AskHandler;
}

/** What a root field does. */
export type RootMeaning =
  | {
      readonly operation: "get" | "list" | "search" | "sync" | "create" | "update" | "delete";
      readonly table: Table;
      /** The index a list walks; undefined for the others. */
      readonly path?: Path;
    }
  /** No model's: written by the user without a data source, or there because GraphQL wants a field. */
  | { readonly operation: "custom"; readonly field: CustomField | undefined };

export interface Api extends Services {
  readonly id: string;
  readonly schema: GraphQLSchema;
  readonly names: Names;
  /** Tells callers apart whom a compiled plan must treat differently. */
  readonly shapes: CallerShapes;
  readonly marks: Marks;
  /** By the model's name. */
  readonly tables: ReadonlyMap<string, Table>;
  /** By `Query.getTodo`. */
  readonly roots: ReadonlyMap<string, RootMeaning>;
}

export function openApi(id: string, model: Model, schema: GraphQLSchema, layout: Layout, services: Services): Api {
  const names = new Names(model);
  const layouts = new Map(layout.tables.map((table) => [table.model, table]));
  const tables = new Map<string, Table>();
  const roots = new Map<string, RootMeaning>();
  for (const type of model.models) {
    const laid = layouts.get(type.name);
    if (laid === undefined) throw new Error(`No table was laid for ${type.name}`);
    const table = openTable(type, laid, names, services.database.spelling);
    tables.set(type.name, table);
    for (const [path, operation] of rootFields(type)) roots.set(path, { operation, table });
    for (const index of type.indexes) {
      const path = table.indexes.get(index.name);
      if (index.queryField === undefined || path === undefined) continue;
      roots.set(`Query.${index.queryField}`, { operation: "list", table, path });
    }
  }
  const custom = new Map<string, CustomField>();
  for (const field of model.queries) custom.set(`Query.${field.name}`, field);
  for (const field of model.mutations) custom.set(`Mutation.${field.name}`, field);
  for (const root of [schema.getQueryType(), schema.getMutationType()]) {
    for (const name of Object.keys(root?.getFields() ?? {})) {
      const path = `${root?.name}.${name}`;
      if (!roots.has(path)) roots.set(path, { operation: "custom", field: custom.get(path) });
    }
  }
  const shapes = new CallerShapes(model);
  return { ...services, id, schema, names, shapes, marks: createMarks(services.random), tables, roots };
}

const queries = ["get", "list", "search", "sync"] as const;
const mutations = ["create", "update", "delete"] as const;

function rootFields(
  type: ModelType,
): readonly (readonly [string, (typeof queries)[number] | (typeof mutations)[number]])[] {
  return [...queries, ...mutations].flatMap((operation) => {
    const name = type.operations[operation];
    const root = queries.some((query) => query === operation) ? "Query" : "Mutation";
    return name === undefined ? [] : [[`${root}.${name}`, operation] as const];
  });
}
