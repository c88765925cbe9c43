/** list<T>: a page of records, all of the table or those of one partition key. */

import { upperFirst } from "#graphql/sdl/names";
import type { SqlValue } from "#ports/database";
import { collectFields, type Selected } from "./collect.ts";
import { type ErrorEntry, FieldFault } from "./errors.ts";
import { printPage } from "./page.ts";
import { repairItems } from "./repair.ts";
import type { Arguments, CompileField } from "./rootField.ts";
import { type RecordSelection, selectRecord } from "./select.ts";

interface Page {
  readonly items: string | null;
  /** 1 when a record lacks a promised value; absent when nothing is promised. */
  readonly broken?: number | null;
  /** Where the next page begins; null on the last page, absent when nobody asked. */
  readonly next_place?: SqlValue;
}

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
      return page ?? { items: null };
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
      page.next_place === null || page.next_place === undefined
        ? "null"
        : JSON.stringify(api.tokens.encode({ at: page.next_place }, context));
    const parts = members.map(({ key, name }) => {
      const value = name === "items" ? texts.get(key) : name === "nextToken" ? next : JSON.stringify(typeName);
      return `${JSON.stringify(key)}:${value}`;
    });
    return { json: `{${parts.join(",")}}`, errors };
  };
};

const emptySelection: RecordSelection = { json: "NULL", broken: undefined, promised: [] };

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
