/** A page of records: which rows are walked, in which order, from where, how many; and its JSON as one SQL expression. */

import { upperFirst } from "#graphql/sdl/names";
import { collectFields, type Selected } from "./collect.ts";
import { FieldFault, invalidForStore } from "./errors.ts";
import { compileFilter } from "./filter.ts";
import { limits } from "./limits.ts";
import { all } from "./logic.ts";
import { ownerStreams } from "./ownerStreams.ts";
import { placeText } from "./place.ts";
import type { Path } from "./path.ts";
import type { Printing } from "./printing.ts";
import { readable, walkable } from "./readable.ts";
import type { Arguments } from "./run.ts";
import { at, type Scan } from "./scan.ts";
import type { Around, RecordSelection } from "./selection.ts";
import type { FieldShape, Shape } from "./shape.ts";
import type { Table } from "./table.ts";

const standardLimit = 100;

/** What is selected of a connection. */
export interface Connection {
  readonly table: Table;
  readonly members: readonly Member[];
  readonly asksNext: boolean;
  readonly shape: Shape;
}

interface Member {
  readonly key: string;
  readonly name: string;
  /** Of `items`. */
  readonly selection?: RecordSelection;
}

/** Compiles a selection on the connection of a table's records. `around` is that of the records. */
export function selectConnection(table: Table, sets: Selected["sets"], around: Around): Connection {
  const type = `Model${upperFirst(table.model.name)}Connection`;
  const fields = new Map<string, FieldShape>();
  const members = collectFields(sets, type, around.spread).map((selected): Member => {
    const { key, name } = selected;
    if (name !== "items") return { key, name };
    const selection = around.select(table, selected.sets, around);
    const shape = { name, type: `[${table.model.name}]`, required: true, location: selected.location };
    fields.set(key, { ...shape, inside: selection.shape });
    return { key, name, selection };
  });
  return {
    table,
    members,
    asksNext: members.some((member) => member.name === "nextToken"),
    shape: { type, fields },
  };
}

/** One page of a connection, for one printing. */
export interface Page {
  readonly connection: Connection;
  readonly path: Path;
  readonly operation: Scan["operation"];
  readonly descending: boolean;
  /** Number of the field, for arguments and for the mark of its place. */
  readonly number: number;
  /** Page length when none is asked for. */
  readonly limit: number | undefined;
  /** Terms that choose the rows, but for the filter. */
  base(scan: Scan): readonly string[];
}

/** `SELECT <the connection's JSON> AS json FROM ...`. */
export function printPage(page: Page, printing: Printing, limitFirst: boolean): string {
  const { connection, path, number } = page;
  const limit = printing.parameters.bind((run) => readLimit(run.args[number] ?? {}, page.limit), "integer");
  const rows = printRows(page, printing, limitFirst, limit);
  const items = connection.members.flatMap(({ selection }, index) => (selection === undefined ? [] : [index]));
  const direction = page.descending ? " DESC" : "";
  const order = path.order.map((_step, index) => `place${index}${direction}`).join(", ");
  const columns = items.map((index) => `${printing.spelling.joinTexts(`item${index}`, order)} AS items${index}`);
  // Places of one column can be sought from the last one on; of two, the next is counted off.
  const seeks = path.order.length === 1;
  if (connection.asksNext) {
    columns.push("count(*) AS seen");
    if (seeks) columns.push(`${page.descending ? "min" : "max"}(place0) AS last_place`);
  }
  const alias = printing.alias();
  const next = connection.asksNext ? printNext(page, printing, { limitFirst, limit, seeks, alias }) : "'null'";
  const from =
    columns.length === 0 ? "" : ` FROM (SELECT ${columns.join(", ")} FROM (${rows}) AS page_rows) AS ${alias}`;
  const texts = { next, startedAt: startedAtText(connection, printing) };
  return `SELECT ${connectionText(connection, alias, texts)} AS json${from}`;
}

/** Only a sync has begun at a time worth telling. */
function startedAtText({ members }: Connection, { parameters, spelling }: Printing): string {
  if (!members.some(({ name }) => name === "startedAt")) return "'null'";
  return spelling.jsonScalar(parameters.bind((run) => run.startedAt ?? null));
}

function connectionText(
  { members, shape }: Connection,
  alias: string,
  { next, startedAt }: { readonly next: string; readonly startedAt: string },
): string {
  const lists = members.filter(({ name }) => name === "items").length;
  if (lists > limits.itemAliases) {
    const message = `A connection's items may be asked for under ${limits.itemAliases} names at most.`;
    throw new FieldFault("ResolverExecutionLimitReached", message);
  }
  const texts = members.flatMap(({ key, name }, index): readonly string[] => {
    const label = `${index === 0 ? "{" : ","}"${key}":`;
    if (name === "items") return [`'${label}['`, `${alias}.items${index}`, "']'"];
    if (name === "startedAt") return [`'${label}'`, startedAt];
    return [`'${label}'`, name === "nextToken" ? next : `'"${shape.type}"'`];
  });
  return concat([...texts, "'}'"]);
}

/** Engines take a limited number of arguments. */
function concat(texts: readonly string[]): string {
  const most = 90;
  if (texts.length <= most) return `concat(${texts.join(", ")})`;
  const parts: string[] = [];
  for (let from = 0; from < texts.length; from += most) parts.push(concat(texts.slice(from, from + most)));
  return concat(parts);
}

function printRows(page: Page, printing: Printing, limitFirst: boolean, limit: string): string {
  const { connection, path } = page;
  const scan = printing.scan(connection.table, page.operation);
  const direction = page.descending ? " DESC" : "";
  const order = path.order.map((step) => at(scan, step.sql));
  const filter = filterTerms(page, scan, printing);
  const terms = [
    ...baseTerms(page, scan, printing),
    ...startTerms(page, scan, printing),
    ...(limitFirst ? [] : filter),
  ];
  const kept = (text: string): string =>
    limitFirst && filter.length > 0 ? `CASE WHEN ${all(filter)} THEN ${text} END` : text;
  const items = connection.members.flatMap(({ selection }, index) =>
    selection === undefined ? [] : [`${kept(selection.print(scan, printing))} AS item${index}`],
  );
  const places = order.map((column, index) => `${column} AS place${index}`);
  return (
    `SELECT ${[...items, ...places].join(", ")} FROM ${sourceText(path, scan, printing, terms, limit)} ` +
    `ORDER BY ${order.map((column) => column + direction).join(", ")} LIMIT ${limit}`
  );
}

interface Next {
  readonly limitFirst: boolean;
  readonly limit: string;
  readonly seeks: boolean;
  readonly alias: string;
}

/** JSON of the place after a full page, found without reading the records between; null when there is none. */
function printNext(page: Page, printing: Printing, { limitFirst, limit, seeks, alias }: Next): string {
  const { connection, path, number, descending } = page;
  const scan = printing.scan(connection.table, page.operation);
  const order = path.order.map((step) => at(scan, step.sql));
  const from = seeks ? [`${order[0]} ${descending ? "<" : ">"} ${alias}.last_place`] : startTerms(page, scan, printing);
  const filter = limitFirst ? [] : filterTerms(page, scan, printing);
  const terms = [...baseTerms(page, scan, printing), ...from, ...filter];
  const place = printing.spelling.jsonScalar(`concat(${printing.place(number)}, ${placeText(order)})`);
  const direction = descending ? " DESC" : "";
  const row =
    `SELECT ${place} FROM ${sourceText(path, scan, printing, terms, seeks ? "1" : undefined)} ` +
    `ORDER BY ${order.map((column) => column + direction).join(", ")} LIMIT 1${seeks ? "" : ` OFFSET ${limit}`}`;
  return `coalesce(CASE WHEN ${alias}.seen = ${limit} THEN (${row}) END, 'null')`;
}

function baseTerms(page: Page, scan: Scan, printing: Printing): readonly string[] {
  const { sparse, sortColumn } = page.path;
  const present = sparse && sortColumn !== undefined ? [`${at(scan, sortColumn)} IS NOT NULL`] : [];
  const allowed = [readable(scan, printing), walkable(scan, page.path, printing)].filter((term) => term !== undefined);
  return [...page.base(scan), ...present, ...allowed];
}

function filterTerms({ number, connection }: Page, scan: Scan, printing: Printing): readonly string[] {
  const args = printing.run.args[number] ?? {};
  const filter = compileFilter(args["filter"], { table: connection.table, printing, row: scan });
  return filter === undefined ? [] : [filter];
}

function startTerms(page: Page, scan: Scan, printing: Printing): readonly string[] {
  const { path, number, descending } = page;
  const start = printing.run.starts[number];
  if (start === undefined) return [];
  const order = path.order.map((step) => at(scan, step.sql));
  const values = path.order.map(({ kind }, index) =>
    printing.parameters.bind((run) => run.starts[number]?.[index] ?? null, kind),
  );
  const sign = descending ? "<=" : ">=";
  return order.length === 1
    ? [`${order[0]} ${sign} ${values[0]}`]
    : [`(${order.join(", ")}) ${sign} (${values.join(", ")})`];
}

/** The rows that satisfy the terms; `most`: where only the first so many of them matter. */
function sourceText(
  path: Path,
  scan: Scan,
  printing: Printing,
  terms: readonly string[],
  most: string | undefined,
): string {
  const streams = most === undefined ? undefined : ownerStreams(path, scan, printing, terms, most);
  return `${scan.table.sql} AS ${scan.alias}${whereText(streams === undefined ? terms : [streams])}`;
}

function whereText(terms: readonly string[]): string {
  return terms.length === 0 ? "" : ` WHERE ${all(terms)}`;
}

/** Records a page may hold. Throws a FieldFault for less than one. */
export function readLimit(args: Arguments, standard: number | undefined): number {
  const value = args["limit"];
  if (value === undefined || value === null) return standard ?? standardLimit;
  const limit = Number(value);
  if (limit < 1) throw invalidForStore("Limit must be greater than or equal to 1");
  return Math.min(limit, limits.page);
}

/** A statement is kept for each filter up to this length, values included. Characters. */
const longestFilter = 300;

/** Equal for arguments that only differ in values, those of the filter excepted; undefined where the filter is long. */
export function pageShape(args: Arguments, start: unknown, sortName: string | undefined): string | undefined {
  const filter = JSON.stringify(args["filter"] ?? null);
  if (filter.length > longestFilter) return undefined;
  const condition = sortName === undefined ? undefined : args[sortName];
  const order = String(args["sortDirection"]);
  return `${start === undefined ? "" : "from "}${order} ${conditionShape(condition)} ${filter}`;
}

function conditionShape(condition: unknown): string {
  if (typeof condition !== "object" || condition === null) return "";
  return Object.entries(condition)
    .map(([operator, value]) => (value === null ? "" : `${operator}${Array.isArray(value) ? value.length : ""}`))
    .join();
}
