/** Brings an API's database to a Model, or changes nothing. */

import type { Database, Sql, SqlSpelling } from "#ports/database";
import { Names } from "#graphql/sdl/meaning";
import type { Model, ModelType } from "#graphql/sdl/model";
import { type Catalogue, readCatalogue, writeCatalogue } from "./catalogue.ts";
import { type Change, compare, type Desired } from "./changes.ts";
import { changeIndexes } from "./indexes.ts";
import { emptyLayout, type Layout, Numbering, rowNumber, type TableLayout } from "./layout.ts";
import { consentsIn } from "./consent.ts";
import { DataLossRefusal, findLosses } from "./losses.ts";
import { followNames } from "./renames.ts";
import { runSteps, type Step } from "./run.ts";
import { changeSearch, dropSearch } from "./search.ts";
import { changeVersions } from "./versions.ts";
import { addColumn, createTable, dropColumn, dropTable, layColumn, layTable } from "./statements.ts";

export interface Applied {
  readonly catalogue: Catalogue;
  /** Lines for the operator. */
  readonly warnings: readonly string[];
}

/**
 * Compares, checks and changes in one transaction. The same SDL again changes nothing.
 * Throws a DataLossRefusal that lists what would be lost. `now` is in milliseconds since the epoch.
 */
export async function applyModel(database: Database, sdl: string, model: Model, now: number): Promise<Applied> {
  return database.transaction(async (transaction) => {
    const { spelling } = database;
    const before = await readCatalogue(transaction, spelling);
    if (before !== undefined && isSame(before, sdl, model)) return { catalogue: before, warnings: [] };
    const names = new Names(model);
    const stored = before === undefined ? undefined : followNames(before, model);
    const old = stored === undefined ? undefined : { model: stored.model, names: new Names(stored.model) };
    const layout = stored?.layout ?? emptyLayout;
    const changes = compare(old, layout, { model, names });
    const look = { runner: transaction, spelling, names, consents: consentsIn(sdl) };
    const { losses, warnings } = await findLosses(changes, look);
    if (losses.length > 0) throw new DataLossRefusal(losses);
    await runSteps(transaction, dropRetired(layout, spelling), spelling);
    const { steps, next } = change(layout, changes, { model, names }, { spelling, now });
    await runSteps(transaction, steps, spelling);
    const catalogue = { version: (before?.version ?? 0) + 1, sdl, model, layout: next };
    await writeCatalogue(transaction, spelling, catalogue);
    return { catalogue, warnings };
  });
}

/** The same text may mean another Model: modes and conflict resolution have a say in it. */
function isSame(before: Catalogue, sdl: string, model: Model): boolean {
  return before.sdl === sdl && JSON.stringify(before.model) === JSON.stringify(model);
}

/** What the change before this one left: no request can still name it. */
function dropRetired(layout: Layout, spelling: SqlSpelling): readonly Sql[] {
  const gone = new Set(layout.retired.tables);
  const columns = layout.retired.columns.filter(({ table }) => !gone.has(table));
  return [
    ...layout.retired.tables.map((table) => dropTable(table, spelling)),
    ...columns.map(({ table, column }) => dropColumn(table, column, spelling)),
  ];
}

interface Growing {
  readonly steps: Step[];
  readonly tables: Map<string, TableLayout>;
  readonly retiredTables: string[];
  readonly retiredColumns: { readonly table: string; readonly column: string }[];
  readonly numbering: Numbering;
  readonly names: Names;
  readonly spelling: SqlSpelling;
}

function change(
  layout: Layout,
  changes: readonly Change[],
  after: Desired,
  { spelling, now }: { readonly spelling: SqlSpelling; readonly now: number },
): { steps: readonly Step[]; next: Layout } {
  const growing: Growing = {
    steps: [],
    tables: new Map(layout.tables.map((table) => [table.model, table])),
    retiredTables: [],
    retiredColumns: [],
    numbering: new Numbering(layout.next),
    names: after.names,
    spelling,
  };
  for (const each of changes) applyChange(growing, each);
  for (const type of after.model.models) followVersions(growing, type, now);
  for (const type of after.model.models) followIndexes(growing, type, after.model);
  for (const type of after.model.models) followSearch(growing, type);
  const next: Layout = {
    next: growing.numbering.next,
    tables: [...growing.tables.values()],
    retired: { tables: growing.retiredTables, columns: growing.retiredColumns },
  };
  return { steps: growing.steps, next };
}

function applyChange(growing: Growing, each: Change): void {
  const { tables, numbering, names, spelling, steps } = growing;
  switch (each.kind) {
    case "removeTable":
      if (each.table.search !== undefined) steps.push(...dropSearch(each.table.search, spelling));
      growing.retiredTables.push(each.table.table);
      tables.delete(each.table.model);
      return;
    case "replaceTable":
    case "addTable": {
      if (each.kind === "replaceTable") {
        if (each.table.search !== undefined) steps.push(...dropSearch(each.table.search, spelling));
        growing.retiredTables.push(each.table.table);
      }
      const table = layTable(each.model, names, numbering);
      steps.push(...createTable(table, each.model, spelling));
      tables.set(each.model.name, table);
      return;
    }
    case "addColumn": {
      const column = layColumn(each.field, names, numbering);
      steps.push(addColumn(each.table.table, column, spelling));
      setColumns(growing, each.table.model, (columns) => [...columns, column]);
      return;
    }
    case "removeColumn":
      growing.retiredColumns.push({ table: each.table.table, column: each.column.column });
      setColumns(growing, each.table.model, (columns) => columns.filter((column) => column !== each.column));
      return;
    case "retypeColumn": {
      if (each.how === "keep" || each.how === "scan") return;
      const column = layColumn(each.field, names, numbering);
      steps.push(addColumn(each.table.table, column, spelling));
      if (each.how === "copy") {
        steps.push(copyColumn(each.table.table, each.column.column, column.column, spelling));
      }
      growing.retiredColumns.push({ table: each.table.table, column: each.column.column });
      setColumns(growing, each.table.model, (columns) => columns.map((old) => (old === each.column ? column : old)));
      return;
    }
    case "nowRequired":
      return;
  }
}

function copyColumn(table: string, from: string, to: string, { name, parameter }: SqlSpelling): Step {
  const rows = `${name(rowNumber)} >= ${parameter(1)} AND ${name(rowNumber)} < ${parameter(2)}`;
  return { table, ranges: `UPDATE ${name(table)} SET ${name(to)} = ${name(from)} WHERE ${rows}` };
}

function followVersions(growing: Growing, type: ModelType, now: number): void {
  const table = growing.tables.get(type.name);
  if (table === undefined) return;
  const { statements, versioned, retired } = changeVersions(table, type, now, growing.spelling);
  growing.steps.push(...statements);
  growing.retiredColumns.push(...retired.map((column) => ({ table: table.table, column })));
  const { versioned: _before, ...rest } = table;
  growing.tables.set(type.name, versioned ? { ...rest, versioned } : rest);
}

function followIndexes(growing: Growing, type: ModelType, model: Model): void {
  const table = growing.tables.get(type.name);
  if (table === undefined) return;
  const { indexes, statements, retired } = changeIndexes(table, type, model, growing.numbering, growing.spelling);
  growing.steps.push(...statements);
  growing.tables.set(type.name, { ...table, indexes });
  // A computed column goes before those it is computed of.
  growing.retiredColumns.unshift(...retired.map((column) => ({ table: table.table, column })));
}

function followSearch(growing: Growing, type: ModelType): void {
  const table = growing.tables.get(type.name);
  if (table === undefined) return;
  const { search, statements } = changeSearch(table, type, growing.numbering, growing.spelling);
  growing.steps.push(...statements);
  const { search: _before, ...rest } = table;
  growing.tables.set(type.name, search === undefined ? rest : { ...rest, search });
}

function setColumns(
  growing: Growing,
  model: string,
  change: (columns: TableLayout["columns"]) => TableLayout["columns"],
): void {
  const table = growing.tables.get(model);
  if (table !== undefined) growing.tables.set(model, { ...table, columns: change(table.columns) });
}
