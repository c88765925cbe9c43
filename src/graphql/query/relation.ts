/** A field that leads to records of another model -> a subquery in the statement that reads this one. */

import type { GraphQLObjectType } from "graphql";
import type { JsonMember } from "#ports/database";
import type { Relation } from "#graphql/sdl/model";
import { indexOfRelation } from "#graphql/tables/indexes";
import { compileArguments } from "./arguments.ts";
import type { Selected } from "./collect.ts";
import { type Connection, printPage, selectConnection } from "./connection.ts";
import { linkOnly, printLink } from "./linkOnly.ts";
import { all } from "./logic.ts";
import { pageNode } from "./pageNode.ts";
import type { Path } from "./path.ts";
import type { Printing } from "./printing.ts";
import { readable, relationFate, veilMember, veilOf } from "./readable.ts";
import { at, type Scan } from "./scan.ts";
import type { Around, PrintMember } from "./selection.ts";
import type { Shape } from "./shape.ts";
import { compileSortCondition } from "./sortCondition.ts";
import type { Table } from "./table.ts";

export interface CompiledRelation {
  readonly print: PrintMember;
  /** Name of the type the field has. */
  readonly type: string;
  readonly shape: Shape;
}

export function compileRelation(
  table: Table,
  relation: Relation,
  selected: Selected,
  around: Around,
): CompiledRelation {
  const target = around.api.tables.get(relation.target);
  if (target === undefined) throw new Error(`${table.model.name}.${relation.field} leads to no table`);
  const isPage = relation.kind === "hasMany" || relation.kind === "manyToMany";
  return (isPage ? compilePage : compileOne)({ table, relation, selected, around, target });
}

interface Leading {
  readonly table: Table;
  readonly relation: Relation;
  readonly selected: Selected;
  readonly around: Around;
  readonly target: Table;
}

/** Terms that tie the target's records to the one they are asked for. */
function ties({ table, relation, target }: Leading, from: Scan, to: Scan): readonly string[] {
  return relation.on.map(([here, there]) => {
    const own = table.columns.get(here);
    const other = target.columns.get(there);
    if (own === undefined || other === undefined) throw new Error(`${relation.field} needs ${here} and ${there}`);
    return `${at(to, other.sql)} = ${at(from, own.sql)}`;
  });
}

function pathOf({ relation, target }: Leading): Path {
  const index = indexOfRelation(relation, target.model);
  const path = index === undefined ? target.primary : target.indexes.get(index);
  if (path === undefined) throw new Error(`${target.model.name} has no index ${index}`);
  return path;
}

function compileOne(leading: Leading): CompiledRelation {
  const { table, relation, selected, around, target } = leading;
  const number = around.nodes.add({ read: () => ({}), parent: around.parent, limit: () => 1 });
  const selection = around.select(target, selected.sets, { ...around, parent: number });
  const link = linkOnly(table, relation, target, selected.sets, around.spread);
  const isRequired = table.model.fields.find((field) => field.name === relation.field)?.type.required === true;
  return {
    type: target.model.name,
    shape: selection.shape,
    print(from, printing) {
      const fate = relationFate(from, relation, target, printing);
      const told = fate === "redacted" && link !== undefined ? printLink(link, from, target, printing) : undefined;
      if (told !== undefined) {
        return {
          key: selected.key,
          as: "json",
          expression: told,
          ...veilMember(veilOf(from, relation.field, printing)),
        };
      }
      if (fate !== "shown") return instead(fate, "null", leading, from, printing);
      const to = printing.scan(target, "related");
      const allowed = readable(to, printing);
      const record = selection.print(to, printing);
      const json =
        allowed === undefined
          ? record
          : `CASE WHEN ${allowed} THEN ${record} ELSE ${printing.spelling.jsonScalar(printing.denied)} END`;
      const where = all([...ties(leading, from, to), ...printing.guard(to)]);
      return {
        key: selected.key,
        as: "json",
        ...veilMember(veilOf(from, relation.field, printing)),
        expression: `(SELECT ${json} FROM ${target.sql} AS ${to.alias} WHERE ${where} LIMIT 1)`,
        ...(isRequired ? { instead: printing.missing } : {}),
      };
    },
  };
}

function compilePage(leading: Leading): CompiledRelation {
  const { table, relation, selected, around, target } = leading;
  const { api } = around;
  const path = pathOf(leading);
  const type = api.schema.getType(table.model.name) as GraphQLObjectType;
  const definition = type.getFields()[relation.field];
  if (definition === undefined) throw new Error(`${table.model.name}.${relation.field} is not in the schema`);
  const read = compileArguments(definition, selected.node);
  const name = `${table.model.name}.${relation.field}`;
  const number = around.nodes.add(
    pageNode({ api, name, read, parent: around.parent, limit: relation.limit, path: () => path }),
  );
  const connection = selectConnection(target, selected.sets, { ...around, parent: number });
  return {
    type: connection.shape.type,
    shape: connection.shape,
    print(from, printing) {
      const fate = relationFate(from, relation, target, printing);
      if (fate !== "shown") return instead(fate, emptyPage(connection), leading, from, printing);
      const page = {
        connection,
        path,
        operation: "related" as const,
        number,
        limit: relation.limit,
        descending: printing.run.args[number]?.["sortDirection"] === "DESC",
        base(to: Scan): readonly string[] {
          const sorted = compileSortCondition(path, to, number, printing);
          return [...ties(leading, from, to), ...printing.guard(to), ...(sorted === undefined ? [] : [sorted])];
        },
      };
      const limitFirst = api.settings.first === "limit";
      const text = printing.attempt(number, () => printPage(page, printing, limitFirst));
      const veil = veilMember(veilOf(from, relation.field, printing));
      if (text === undefined) return { key: selected.key, as: "scalar", expression: printing.fault(number), ...veil };
      return { key: selected.key, as: "json", expression: `(${text})`, ...veil };
    },
  };
}

/** What stands for records that are not shown at all. */
function instead(
  fate: "denied" | "redacted",
  empty: string,
  { selected, relation }: Leading,
  from: Scan,
  printing: Printing,
): JsonMember {
  const veil = veilMember(veilOf(from, relation.field, printing));
  const { key } = selected;
  if (fate === "denied") return { key, as: "scalar", expression: printing.denied, ...veil };
  return { key, as: "json", expression: `'${empty}'`, ...veil };
}

/** JSON of a page without records. */
function emptyPage({ members, shape }: Connection): string {
  const texts = members.map(({ key, name }) => {
    const value = name === "items" ? "[]" : name === "nextToken" ? "null" : `"${shape.type}"`;
    return `"${key}":${value}`;
  });
  return `{${texts.join(",")}}`;
}
