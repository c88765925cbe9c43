/** Connections and the filters of lists, index queries and relations: Model<T>Connection, Model<T>FilterInput. */

import type { Field, ModelType, Relation } from "#graphql/sdl/model";
import { block, type Definitions } from "./definitions.ts";
import { combined, deletion, type EnumLists, filterLines, undeclaredOwners } from "./filters.ts";
import { keyPage, listPage, type PageTypes } from "./naming.ts";
import type { Printing } from "./printing.ts";
import { shareSortDirection } from "./scalarFilters.ts";

/** Adds the page types a model's queries need, and those of relations that lead to it. */
export function addPages(print: Printing, type: ModelType): void {
  const { list, sync } = type.operations;
  const names = listPage(type, print.model.dialect);
  const isQueried = type.indexes.some((index) => index.queryField !== undefined);
  const [first] = relationsTo(print, type);
  if (list !== undefined || isQueried || first !== undefined) shareSortDirection(print.definitions);
  if (list !== undefined || sync !== undefined) {
    const fields = print.model.dialect === 1 ? declared(type) : withId(type);
    addPage(print, type, names, fields, { deletion: true, startedAt: type.versioned === true });
  }
  const byKey = keyPage(type);
  if (byKey.connection === names.connection && (list !== undefined || sync !== undefined)) return;
  if (isQueried) {
    // Links are added to the filter of a list's name.
    const isList = byKey.filter === listPage(type, 2).filter;
    addPage(print, type, byKey, isList ? [...declared(type), ...links(type)] : declared(type), {
      deletion: false,
      lists: "all",
    });
    return;
  }
  if (first === undefined) return;
  // The relation that brings the filter about adds its own link to it too late.
  const own = new Set(first.on.map(([, link]) => link));
  const isList = byKey.filter === listPage(type, 2).filter;
  const later = isList ? links(type).filter((field) => !own.has(field.name)) : [];
  addPage(print, type, byKey, [...declared(type), ...later], {
    deletion: true,
    lists: print.model.dialect === 2 ? "none" : "all",
  });
}

interface Also {
  readonly deletion: boolean;
  readonly startedAt?: boolean;
  readonly lists?: EnumLists;
}

function addPage(print: Printing, type: ModelType, names: PageTypes, fields: readonly Field[], also: Also): void {
  const { definitions } = print;
  addConnection(definitions, type, names.connection, also.startedAt === true);
  const gone = also.deletion ? deletion(print, type) : [];
  // Owners are added to the filter of a list's name.
  const isLists = print.model.dialect === 2 && names.filter === listPage(type, 2).filter;
  const owners = isLists ? undeclaredOwners(type, fields) : [];
  const lines = [...filterLines(print, fields, also.lists), ...owners, ...combined(names.filter), ...gone];
  definitions.add(names.filter, block(`input ${names.filter}`, lines), type.position);
}

function addConnection(definitions: Definitions, type: ModelType, name: string, isTimed: boolean): void {
  const lines = [`items: [${type.name}]!`, "nextToken: String", ...(isTimed ? ["startedAt: AWSTimestamp"] : [])];
  definitions.add(name, block(`type ${name}${definitions.modes.onType(name)}`, lines), type.position);
}

function declared(type: ModelType): readonly Field[] {
  return type.fields.filter((field) => field.declared);
}

/** Dialect 1 has no links to filter by. */
function links(type: ModelType): readonly Field[] {
  return type.fields.filter((field) => field.linkOf !== undefined && field.hidden !== true);
}

/** The official schema offers `id` even when the model has no such field. */
function withId(type: ModelType): readonly Field[] {
  if (type.fields.some((field) => field.name === "id")) return type.fields;
  const id = { name: "id", type: { name: "ID", required: true }, position: type.position };
  return [...type.fields, { ...id, declared: false, directives: [] }];
}

function relationsTo(print: Printing, target: ModelType): readonly Relation[] {
  return print.relationsTo.get(target.name) ?? [];
}
