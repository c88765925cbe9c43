/** The statement of one page: which rows are walked, in which order, from where, and how many. */

import { sortArgument } from "#graphql/schema/operations";
import type { Sql, SqlValue } from "#ports/database";
import { FieldFault, invalidArguments } from "./errors.ts";
import { compileFilter } from "./filter.ts";
import { limits } from "./limits.ts";
import { all } from "./logic.ts";
import { Parameters } from "./parameters.ts";
import type { Arguments } from "./rootField.ts";
import type { RecordSelection } from "./select.ts";
import { compileSortCondition } from "./sortCondition.ts";
import { type Table, toStored } from "./table.ts";

const standardLimit = 100;

export interface PageRequest {
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
export function printPage(request: PageRequest): Sql {
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
  const isPromising = selection.broken !== undefined;
  const rows =
    `SELECT ${kept(selection.json)} AS item${isPromising ? `, ${kept(selection.broken)} AS broken` : ""}, ${order} AS place ` +
    `FROM ${table.sql}${whereText(where)} ORDER BY ${order}${direction} LIMIT ${limit}`;
  const joined = `${table.spelling.joinTexts("item", `place${direction}`)} AS items${isPromising ? ", max(broken) AS broken" : ""}`;
  if (!request.asksNext) return parameters.statement(`SELECT ${joined} FROM (${rows}) AS page_rows`);
  const page = `SELECT ${joined}, count(*) AS seen, ${descending ? "min" : "max"}(place) AS last_place FROM (${rows}) AS page_rows`;
  const beyond = [
    ...base,
    `${order} ${descending ? "<" : ">"} page.last_place`,
    ...(filter === undefined || limitFirst ? [] : [filter]),
  ];
  const next = `SELECT ${order} FROM ${table.sql}${whereText(beyond)} ORDER BY ${order}${direction} LIMIT 1`;
  const columns = `items${isPromising ? ", broken" : ""}`;
  return parameters.statement(
    `SELECT ${columns}, CASE WHEN seen = ${limit} THEN (${next}) END AS next_place FROM (${page}) AS page`,
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
