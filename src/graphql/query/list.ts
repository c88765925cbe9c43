/** list<T>: a page of records, all of the table or those of one partition key. */

import { sortArgument } from "#graphql/schema/operations";
import { upperFirst } from "#graphql/sdl/names";
import type { SqlValue } from "#ports/database";
import { collectFields, type Selected } from "./collect.ts";
import { FieldFault, invalidArguments, type ErrorEntry } from "./errors.ts";
import { compileFilter } from "./filter.ts";
import { limits } from "./limits.ts";
import { all } from "./logic.ts";
import { Parameters } from "./parameters.ts";
import { repairItems } from "./repair.ts";
import type { Arguments, CompileField } from "./rootField.ts";
import { type RecordSelection, selectRecord } from "./select.ts";
import { compileSortCondition } from "./sortCondition.ts";
import { type Table, toStored } from "./table.ts";

interface Page {
  readonly items: string | null;
  readonly broken: number | null;
  /** Where the next page begins; null on the last page. */
  readonly next_place: SqlValue;
}

const standardLimit = 100;

/** What of a connection is asked for, by response key. */
type Member = { readonly key: string; readonly name: string };

export const compileList: CompileField = ({ api, table, selected, spread }) => {
  const typeName = `Model${upperFirst(table.model.name)}Connection`;
  const members: readonly Member[] = collectFields(selected.sets, typeName, spread);
  const itemSets = collectFields(selected.sets, typeName, spread).filter((each) => each.name === "items");
  const asksNext = members.some((member) => member.name === "nextToken");
  // Two aliases of `items` may select differently; each then has a statement of its own.
  const selections = itemSets.map((each) => ({ key: each.key, selection: selectRecord(table, each.sets, spread) }));
  const [first = { key: "", selection: emptySelection }, ...more] = selections;

  return async (args) => {
    const context = tokenContext(api.id, selected, args);
    const token = args["nextToken"];
    const start = typeof token === "string" ? readToken(api.tokens.decode(token, context)) : undefined;
    const load = async (selection: RecordSelection): Promise<Page> => {
      const statement = printPage({
        table,
        selection,
        args,
        start,
        asksNext,
        limitFirst: api.settings.first === "limit",
      });
      const page = await api.database.first<Page & Record<string, SqlValue>>(statement);
      return page ?? { items: null, broken: null, next_place: null };
    };
    const page = await load(first.selection);
    const texts = new Map<string, string>();
    const errors: ErrorEntry[] = [];
    const put = (key: string, selection: RecordSelection, loaded: Page): void => {
      const json = `[${loaded.items ?? ""}]`;
      const answer =
        loaded.broken === 1
          ? repairItems(json, selection, table.model.name, [selected.key, key])
          : { json, errors: [] };
      texts.set(key, answer.json);
      errors.push(...answer.errors);
    };
    put(first.key, first.selection, page);
    for (const other of more) put(other.key, other.selection, await load(other.selection));
    const next =
      page.next_place === null ? "null" : JSON.stringify(api.tokens.encode({ at: page.next_place }, context));
    const parts = members.map(({ key, name }) => {
      const value = name === "items" ? texts.get(key) : name === "nextToken" ? next : JSON.stringify(typeName);
      return `${JSON.stringify(key)}:${value}`;
    });
    return { json: `{${parts.join(",")}}`, errors };
  };
};

const emptySelection: RecordSelection = { json: "NULL", broken: undefined, promised: [] };

interface PageRequest {
  readonly table: Table;
  readonly selection: RecordSelection;
  readonly args: Arguments;
  readonly start: SqlValue | undefined;
  readonly asksNext: boolean;
  readonly limitFirst: boolean;
}

/**
 * One statement: the page's records joined to JSON text, and the place of the record after them.
 * The place is looked for only when the page is full, from its last record on.
 */
function printPage(request: PageRequest): ReturnType<Parameters["statement"]> {
  const { table, selection, args, limitFirst } = request;
  const parameters = new Parameters(table.spelling);
  const { base, order, descending } = walk(table, args, parameters);
  const filter = compileFilter(args["filter"], { table, parameters, row: "stored" });
  const limit = parameters.add(readLimit(args["limit"]));
  const from =
    request.start === undefined ? [] : [`${order} ${descending ? "<=" : ">="} ${parameters.add(request.start)}`];
  const where = [...base, ...from, ...(filter === undefined || limitFirst ? [] : [filter])];
  const kept = (expression: string): string =>
    limitFirst && filter !== undefined ? `CASE WHEN ${filter} THEN ${expression} END` : expression;
  const direction = descending ? " DESC" : "";
  const rows =
    `SELECT ${kept(selection.json)} AS item, ${kept(selection.broken ?? "0")} AS broken, ${order} AS place ` +
    `FROM ${table.sql}${whereText(where)} ORDER BY ${order}${direction} LIMIT ${limit}`;
  const page =
    `SELECT ${table.spelling.joinTexts("item", `place${direction}`)} AS items, max(broken) AS broken, ` +
    `count(*) AS seen, ${descending ? "min" : "max"}(place) AS last_place FROM (${rows}) AS page_rows`;
  if (!request.asksNext) return parameters.statement(`SELECT items, broken, NULL AS next_place FROM (${page}) AS page`);
  const beyond = [
    ...base,
    `${order} ${descending ? "<" : ">"} page.last_place`,
    ...(filter === undefined || limitFirst ? [] : [filter]),
  ];
  const next = `SELECT ${order} FROM ${table.sql}${whereText(beyond)} ORDER BY ${order}${direction} LIMIT 1`;
  return parameters.statement(
    `SELECT items, broken, CASE WHEN seen = ${limit} THEN (${next}) END AS next_place FROM (${page}) AS page`,
  );
}

function whereText(terms: readonly string[]): string {
  return terms.length === 0 ? "" : ` WHERE ${all(terms)}`;
}

/** Which rows are walked and in which order: the whole table as written, or a partition along its sort key. */
function walk(
  table: Table,
  args: Arguments,
  parameters: Parameters,
): { base: string[]; order: string; descending: boolean } {
  const [partition] = table.keys;
  const { custom } = table.model.key;
  if (partition === undefined || !custom) return { base: [], order: table.rowNumber, descending: false };
  const sortName = sortArgument(table.model);
  const value = args[partition.field.name];
  const condition = sortName === undefined ? undefined : args[sortName];
  const direction = args["sortDirection"];
  if (value === undefined || value === null) {
    const name = partition.field.name;
    if (condition !== undefined && condition !== null) {
      throw invalidArguments(`When providing argument '${sortName}' you must also provide arguments '${name}'.`);
    }
    if (direction !== undefined && direction !== null) {
      throw invalidArguments(`When providing argument 'sortDirection' you must also provide argument '${name}'.`);
    }
    return { base: [], order: table.rowNumber, descending: false };
  }
  const base = [`${partition.sql} = ${parameters.add(toStored(partition.storage, value))}`];
  const sorted = compileSortCondition(condition, sortName ?? "", table, parameters);
  if (sorted !== undefined) base.push(sorted);
  return { base, order: table.sortColumn ?? table.rowNumber, descending: direction === "DESC" };
}

function readLimit(value: unknown): number {
  if (value === undefined || value === null) return standardLimit;
  const limit = Number(value);
  if (limit < 1) throw new FieldFault("DynamoDB:DynamoDbException", "Limit must be greater than or equal to 1");
  return Math.min(limit, limits.page);
}

/** A token is good for the same field of the same API with the same arguments, whatever the limit. */
function tokenContext(apiId: string, selected: Selected, args: Arguments): string {
  const { limit: _limit, nextToken: _nextToken, ...rest } = args;
  return JSON.stringify([apiId, selected.name, rest]);
}

function readToken(payload: unknown): SqlValue {
  if (typeof payload === "object" && payload !== null && "at" in payload) {
    const { at } = payload;
    if (typeof at === "string" || typeof at === "number") return at;
  }
  throw new FieldFault("DynamoDB:UserIllegalArgumentException", "Invalid pagination token given.");
}
