/** Which indexes a model's table needs, and the DDL that brings them about. */

import type { Sql, SqlSpelling } from "#ports/database";
import { isList, type Model, type ModelType, namedType, type Relation } from "#graphql/sdl/model";
import { type IndexLayout, type Numbering, rowNumber, type TableLayout } from "./layout.ts";
import { columnOf } from "./statements.ts";

/** Rows found by `fields`, ordered by `sort`. */
interface Wanted {
  readonly name: string;
  readonly fields: readonly string[];
  readonly sort: readonly string[];
}

/** The key a relation's records are found by: an index of the target's, by name; undefined is the primary key. */
export function indexOfRelation(relation: Relation, target: ModelType): string | undefined {
  const fields = relation.on.map(([, there]) => there);
  if (relation.index !== undefined && target.indexes.some((index) => index.name === relation.index)) {
    return relation.index;
  }
  const key = [target.key.partition, ...target.key.sort];
  return fields.every((field, place) => key[place] === field) ? undefined : `on ${fields.join(" ")}`;
}

/** Name of the index that finds the records of an owner in the order they were written. */
export function ownerIndex(field: string): string {
  return `owner ${field}`;
}

/** Fields of one owner each, by which rules find the records he may read. */
function ownersOf(type: ModelType): readonly string[] {
  const fields = type.access.flatMap((rule) => (rule.allow === "owner" ? [rule.ownerField] : []));
  const isText = (name: string): boolean => {
    const field = type.fields.find((each) => each.name === name);
    return field !== undefined && !isList(field.type) && ["String", "ID"].includes(namedType(field.type));
  };
  return [...new Set(fields)].filter(isText);
}

function wantedIndexes(type: ModelType, model: Model): readonly Wanted[] {
  const wanted = new Map<string, Wanted>();
  for (const { name, partition, sort } of type.indexes) wanted.set(name, { name, fields: [partition], sort });
  for (const relation of model.models.flatMap((each) => each.relations)) {
    const name = relation.target === type.name ? indexOfRelation(relation, type) : undefined;
    if (name === undefined || wanted.has(name)) continue;
    wanted.set(name, { name, fields: relation.on.map(([, there]) => there), sort: [] });
  }
  for (const field of ownersOf(type)) {
    wanted.set(ownerIndex(field), { name: ownerIndex(field), fields: [field], sort: [] });
  }
  return [...wanted.values()];
}

export interface IndexChange {
  readonly indexes: readonly IndexLayout[];
  readonly statements: readonly Sql[];
  /** Computed columns nobody needs any more. */
  readonly retired: readonly string[];
}

/** Compares a table's indexes with those the Model wants. Filling an index is the engine's work, in the same transaction. */
export function changeIndexes(
  table: TableLayout,
  type: ModelType,
  model: Model,
  numbering: Numbering,
  spelling: SqlSpelling,
): IndexChange {
  const known = new Map((table.indexes ?? []).map((index) => [index.name, index]));
  const statements: Sql[] = [];
  const indexes = wantedIndexes(type, model).map((wanted): IndexLayout => {
    const columns = wanted.fields.map((field) => columnOf(table, field).column);
    const sort = wanted.sort.map((field) => columnOf(table, field).column);
    const old = known.get(wanted.name);
    if (old !== undefined && String(old.columns) === String(columns) && String(old.sort) === String(sort)) {
      known.delete(wanted.name);
      return old;
    }
    const index = numbering.index(wanted.name);
    const made = { name: wanted.name, index, columns, sort, ...(sort.length > 1 ? { joined: `${index}_sort` } : {}) };
    statements.push(...createIndex(table, made, spelling));
    return made;
  });
  const gone = [...known.values()];
  const drops = gone.map(({ index }): Sql => ({ text: `DROP INDEX ${spelling.name(index)}`, parameters: [] }));
  return {
    indexes,
    statements: [...drops, ...statements],
    retired: gone.flatMap((index) => index.joined ?? []),
  };
}

function createIndex(table: TableLayout, index: IndexLayout, spelling: SqlSpelling): readonly Sql[] {
  const { name } = spelling;
  const statements: Sql[] = [];
  const [only] = index.sort;
  const order = index.joined ?? only;
  if (index.joined !== undefined) {
    const kinds = new Map(table.columns.map((column) => [column.column, column.kind]));
    const parts = index.sort.map((column) => spelling.keyText(name(column), kinds.get(column) ?? "text"));
    const computed = spelling.computed(index.joined, "text", parts.join(" || '#' || "));
    statements.push({ text: `ALTER TABLE ${name(table.table)} ADD COLUMN ${computed}`, parameters: [] });
  }
  const columns = [...index.columns, ...(order === undefined ? [] : [order]), rowNumber].map(name).join(", ");
  const sparse = order === undefined ? "" : ` WHERE ${name(order)} IS NOT NULL`;
  statements.push({
    text: `CREATE INDEX ${name(index.index)} ON ${name(table.table)} (${columns})${sparse}`,
    parameters: [],
  });
  return statements;
}
