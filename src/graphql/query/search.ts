/** search<T>: records by the words in them, sorted, counted and summed up, in one statement. */

import { getNamedType, type GraphQLObjectType, type GraphQLOutputType } from "graphql";
import { collectFields, type Selected } from "./collect.ts";
import { complete } from "./complete.ts";
import { readLimit } from "./connection.ts";
import { type ErrorEntry, invalidArguments } from "./errors.ts";
import { all } from "./logic.ts";
import type { Printing } from "./printing.ts";
import { readable } from "./readable.ts";
import { finish } from "./repair.ts";
import type { CompileField, FieldAnswer, RootField } from "./rootField.ts";
import type { Arguments, Run } from "./run.ts";
import type { Scan } from "./scan.ts";
import { aggregateText, type Wanted } from "./searchAggregates.ts";
import { compileSearchFilter } from "./searchFilter.ts";
import { afterPlace, checkSearchPlace, orderText, searchOrder, type SearchStep } from "./searchOrder.ts";
import { selectRecord } from "./select.ts";
import type { RecordSelection } from "./selection.ts";
import type { FieldShape } from "./shape.ts";
import { printingFor } from "./statements.ts";

/** OpenSearch looks no further. */
const furthest = 10_000;

interface Member {
  readonly selected: Selected;
  /** Of `items`. */
  readonly selection?: RecordSelection;
}

type Found = Readonly<Record<string, string | number | null>>;

export const compileSearch: CompileField = (field) => {
  const { api, table, selected, nodes, read, spread } = field;
  const number = nodes.add({ read, parent: undefined, limit: (args) => readLimit(args, undefined) });
  const type = `Searchable${table.model.name}Connection`;
  const members = collectFields(selected.sets, type, spread).map((each): Member => {
    if (each.name !== "items") return { selected: each };
    const around = { ...field, parent: number, select: selectRecord };
    return { selected: each, selection: selectRecord(table, each.sets, around) };
  });

  return async (run) => {
    const args = run.args[number] ?? {};
    const printing = printingFor(field, run);
    const { text, steps } = new SearchPrinting(field, members, args, printing).print();
    const found = await api.database.first<Found>(printing.statement(text)(run)).catch(patternRefused);
    return answer(field, type, members, found ?? {}, steps, run, args);
  };
};

/** The engine says what is wrong with a pattern only when it meets one. */
function patternRefused(error: unknown): never {
  if (error instanceof Error && error.name === "PatternRefused") throw invalidArguments(`Pattern: ${error.message}`);
  throw error;
}

class SearchPrinting {
  readonly #field: RootField;
  readonly #members: readonly Member[];
  readonly #args: Arguments;
  readonly #printing: Printing;

  constructor(field: RootField, members: readonly Member[], args: Arguments, printing: Printing) {
    this.#field = field;
    this.#members = members;
    this.#args = args;
    this.#printing = printing;
  }

  /** One row: `items<n>`, `place` and `more`, `total`, `sum<n>`. */
  print(): { readonly text: string; readonly steps: readonly SearchStep[] } {
    const { table } = this.#field;
    const printing = this.#printing;
    const scan = printing.scan(table, "search");
    const context = { table, printing, row: scan };
    const steps = searchOrder(this.#args["sort"], context);
    const columns = ["(SELECT count(*) FROM page_rows) AS seen", ...this.#itemColumns()];
    columns.push(`(SELECT place FROM page_rows WHERE position = ${this.#last()}) AS place`);
    if (this.#asks("total")) {
      const counted = printing.scan(table, "search");
      columns.push(`(SELECT count(*) FROM ${table.sql} AS ${counted.alias}${where(this.#terms(counted))}) AS total`);
    }
    if (this.#asks("aggregateItems")) columns.push(...this.#aggregateColumns());
    return { text: `WITH page_rows AS (${this.#rows(scan, steps)}) SELECT ${columns.join(", ")}`, steps };
  }

  #limit(): number {
    return readLimit(this.#args, undefined);
  }

  /** Position of the page's last record. */
  #last(): number {
    return this.#offset() + this.#limit();
  }

  #asks(name: string): boolean {
    return this.#members.some(({ selected }) => selected.name === name);
  }

  /** One row more than the page holds tells that there are more. */
  #rows(scan: Scan, steps: readonly SearchStep[]): string {
    const { table } = this.#field;
    const printing = this.#printing;
    const { spelling } = table;
    const items = this.#members.flatMap(({ selection }, index) =>
      selection === undefined ? [] : [`${selection.print(scan, printing)} AS item${index}`],
    );
    const values = steps.map(({ sql }, index) => `${index === 0 ? "'['" : "','"}, ${spelling.jsonScalar(sql)}`);
    const place = `concat(${values.join(", ")}, ']') AS place`;
    const start = this.#start(scan, steps);
    const order = orderText(steps);
    const limit = printing.parameters.add(this.#limit() + 1);
    return (
      `SELECT ${[...items, place, `row_number() OVER (ORDER BY ${order}) AS position`].join(", ")} ` +
      `FROM ${table.sql} AS ${scan.alias}${where([...this.#terms(scan), ...start])} ` +
      `ORDER BY ${order} LIMIT ${limit} OFFSET ${printing.parameters.add(this.#offset())}`
    );
  }

  #start(scan: Scan, steps: readonly SearchStep[]): readonly string[] {
    const token = this.#args["nextToken"];
    if (typeof token !== "string") return [];
    const { api, table, selected } = this.#field;
    const payload = api.tokens.decode(token, tokenContext(api.id, selected.name, this.#args));
    return [afterPlace(steps, checkSearchPlace(payload, steps), { table, printing: this.#printing, row: scan })];
  }

  #offset(): number {
    const from = this.#args["from"];
    if (from === undefined || from === null) return 0;
    if (Number(from) < 0 || Number(from) + this.#limit() > furthest)
      throw invalidArguments(`from must not be negative, and from + limit at most ${furthest}; go on with nextToken.`);
    return Number(from);
  }

  #itemColumns(): readonly string[] {
    const { spelling } = this.#field.table;
    return this.#members.flatMap(({ selection }, index) => {
      if (selection === undefined) return [];
      const rows = `SELECT item${index}, position FROM page_rows WHERE position <= ${this.#last()} ORDER BY position`;
      return [`(SELECT ${spelling.joinTexts(`item${index}`, "position")} FROM (${rows}) AS ordered) AS items${index}`];
    });
  }

  #aggregateColumns(): readonly string[] {
    const { table } = this.#field;
    return wantedOf(this.#args).map((wanted, index) => {
      const scan = this.#printing.scan(table, "search");
      const context = { table, printing: this.#printing, row: scan, terms: this.#terms(scan) };
      return `${aggregateText(wanted, context)} AS sum${index}`;
    });
  }

  #terms(scan: Scan): readonly string[] {
    const printing = this.#printing;
    const allowed = readable(scan, printing);
    const filter = compileSearchFilter(this.#args["filter"], { table: scan.table, printing, row: scan });
    return [...(allowed === undefined ? [] : [allowed]), ...(filter === undefined ? [] : [filter])];
  }
}

function where(terms: readonly string[]): string {
  return terms.length === 0 ? "" : ` WHERE ${all(terms)}`;
}

function wantedOf(args: Arguments): readonly Wanted[] {
  const wanted = args["aggregates"];
  return Array.isArray(wanted)
    ? wanted.filter((each): each is Wanted => typeof each === "object" && each !== null)
    : [];
}

/** A token is good for the same search, whatever its limit. */
function tokenContext(apiId: string, name: string, args: Arguments): string {
  const { limit: _limit, nextToken: _nextToken, from: _from, aggregates: _aggregates, ...rest } = args;
  return JSON.stringify([apiId, name, rest]);
}

async function answer(
  field: RootField,
  type: string,
  members: readonly Member[],
  found: Found,
  steps: readonly SearchStep[],
  run: Run,
  args: Arguments,
): Promise<FieldAnswer> {
  const { api, table, selected, nodes } = field;
  const errors: ErrorEntry[] = [];
  const parts: string[] = [];
  const add = (key: string, text: string): void => void parts.push(`${JSON.stringify(key)}:${text}`);
  for (const [index, { selected: member, selection }] of members.entries()) {
    const path = [selected.key, member.key];
    if (selection !== undefined) {
      const inside: FieldShape = {
        name: "items",
        type: `[${table.model.name}]`,
        required: true,
        location: member.location,
        inside: selection.shape,
      };
      const items = await finish({
        json: `{${JSON.stringify(member.key)}:[${found[`items${index}`] ?? ""}]}`,
        shape: { type, fields: new Map([[member.key, inside]]) },
        path: [selected.key],
        marks: api.marks,
        sign: (page, place) => nodes.sign(run, page, place),
        asking: run,
      });
      errors.push(...items.errors);
      parts.push(items.json.slice(1, -1));
    } else if (member.name === "nextToken") add(member.key, nextToken(field, found, steps, args));
    else if (member.name === "total") add(member.key, String(found["total"]));
    else if (member.name === "__typename") add(member.key, JSON.stringify(type));
    else if (member.name === "aggregateItems") {
      const value = wantedOf(args).map(({ name }, place) => ({
        name,
        result: JSON.parse(String(found[`sum${place}`])) as unknown,
      }));
      const connection = api.schema.getType(type) as GraphQLObjectType;
      const output = connection.getFields()["aggregateItems"]?.type as GraphQLOutputType;
      const on = { schema: api.schema, spread: field.spread, errors, elsewhere: () => Promise.resolve(undefined) };
      const place = { parent: String(getNamedType(output)), path, sets: member.sets };
      add(member.key, JSON.stringify(await complete(output, value, place, on)));
    } else add(member.key, "null");
  }
  return { json: `{${parts.join(",")}}`, errors };
}

function nextToken({ api, selected }: RootField, found: Found, steps: readonly SearchStep[], args: Arguments): string {
  if (Number(found["seen"]) <= readLimit(args, undefined) || steps.length === 0) return "null";
  const at: unknown = JSON.parse(String(found["place"]));
  return JSON.stringify(api.tokens.encode({ at }, tokenContext(api.id, selected.name, args)));
}
