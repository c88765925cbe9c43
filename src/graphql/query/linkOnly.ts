/**
 * A relation of which nothing is asked but the key, as DataStore asks for `project { id _deleted }`: the record's own link
 * says as much, so it can be told to whoever sees the record, whatever the rules of the one it leads to are. The library
 * takes a relation that is null for one that was removed.
 */

import { isDenied } from "#graphql/access/deniedFields";
import type { Relation } from "#graphql/sdl/model";
import type { JsonMember } from "#ports/database";
import { collectFields, type Selected, type Spread } from "./collect.ts";
import { type Column, jsonForm } from "./column.ts";
import { typeNameText } from "./documents.ts";
import { all } from "./logic.ts";
import type { Printing } from "./printing.ts";
import { at, type Scan } from "./scan.ts";
import type { Table } from "./table.ts";

export interface LinkOnly {
  /** What is asked for by response key: a column of this record, or nothing that is told. */
  readonly members: readonly { readonly key: string; readonly name: string; readonly here: Column | undefined }[];
  /** Columns of this record that hold the link. */
  readonly links: readonly Column[];
}

/** Undefined where more is asked for than the link says, or where no device keeps records. */
export function linkOnly(
  table: Table,
  relation: Relation,
  target: Table,
  sets: Selected["sets"],
  spread: Spread,
): LinkOnly | undefined {
  if (table.changed === undefined || relation.kind === "hasMany" || relation.kind === "manyToMany") return undefined;
  const links = new Map<string, Column>();
  for (const [here, there] of relation.on) {
    const column = table.columns.get(here);
    if (column !== undefined) links.set(there, column);
  }
  const isKey = links.size === target.keys.length && target.keys.every(({ field }) => links.has(field.name));
  if (!isKey) return undefined;
  const members = collectFields(sets, target.model.name, spread).map(({ key, name }) => {
    return { key, name, here: links.get(name) };
  });
  const isOnly = members.every(({ name, here }) => here !== undefined || untold.includes(name));
  return isOnly ? { members, links: [...links.values()] } : undefined;
}

/** Of these nothing is told of the other record. */
const untold = ["_deleted", "__typename"];

/** The JSON of the link; undefined where the fields that hold it are not for everybody who sees the record. */
export function printLink(
  { members, links }: LinkOnly,
  from: Scan,
  target: Table,
  printing: Printing,
): string | undefined {
  const isShown = ({ field: { name } }: Column): boolean => {
    const { right, isGuarded } = from.table.access.field(name, printing.caller);
    return right === "allow" && !isGuarded && !isDenied(printing.caller, from.table.model.name, name);
  };
  if (!links.every(isShown)) return undefined;
  const record = printing.spelling.jsonRecord(
    members.map(({ key, name, here }): JsonMember => {
      if (here !== undefined) return { key, as: jsonForm(here.storage), expression: at(from, here.sql) };
      const expression = name === "__typename" ? typeNameText(target.model.name) : "NULL";
      return { key, as: "scalar", expression };
    }),
  );
  const isSet = all(links.map((link) => `${at(from, link.sql)} IS NOT NULL`));
  return `CASE WHEN ${isSet} THEN ${record} ELSE NULL END`;
}
