/** list<T> and queries along an index: a page of records, all of the table or those of one partition key. */

import { columnKind } from "#graphql/tables/columnKind";
import { selectConnection, printPage } from "./connection.ts";
import { invalidArguments } from "./errors.ts";
import { pageNode } from "./pageNode.ts";
import type { Path } from "./path.ts";
import { finish } from "./repair.ts";
import type { CompileField } from "./rootField.ts";
import type { Arguments } from "./run.ts";
import { at, type Scan } from "./scan.ts";
import { selectRecord } from "./select.ts";
import { compileSortCondition, sortArgumentOf } from "./sortCondition.ts";
import { Statements } from "./statements.ts";
import { type Table, toStored } from "./table.ts";

export const compileList: CompileField = (field) => {
  const { api, table, selected, nodes, read } = field;
  const path = (args: Arguments): Path => field.path ?? pathOfList(table, args);
  const number = nodes.add(pageNode({ api, name: selected.name, read, parent: undefined, limit: undefined, path }));
  const connection = selectConnection(table, selected.sets, { ...field, parent: number, select: selectRecord });
  const statements = new Statements(field, (printing) => {
    const args = printing.run.args[number] ?? {};
    const walked = path(args);
    const page = {
      connection,
      path: walked,
      operation: "list" as const,
      number,
      limit: undefined,
      descending: args["sortDirection"] === "DESC",
      base(scan: Scan): readonly string[] {
        const { partition } = walked;
        if (partition === undefined) return [];
        const name = walked.argument ?? partition.field.name;
        if (args[name] === undefined || args[name] === null)
          throw invalidArguments(`Argument '${name}' must be given.`);
        const value = printing.parameters.bind(
          (run) => toStored(partition.storage, run.args[number]?.[name]),
          columnKind(partition.storage),
        );
        const sorted = compileSortCondition(walked, scan, number, printing);
        return [`${at(scan, partition.sql)} = ${value}`, ...(sorted === undefined ? [] : [sorted])];
      },
    };
    return printPage(page, printing, api.settings.first === "limit");
  });

  return async (run) => {
    const answer = await api.database.first<{ json: string }>(statements.for(run));
    return finish({
      json: answer?.json ?? "null",
      shape: connection.shape,
      path: [selected.key],
      marks: api.marks,
      sign: (page, place) => nodes.sign(run, page, place),
      asking: run,
    });
  };
};

/** The partition of a custom key, when it is asked for; else the whole table as it was written. */
function pathOfList(table: Table, args: Arguments): Path {
  const { partition } = table.primary;
  if (partition === undefined || !table.model.key.custom) return table.whole;
  const { name } = partition.field;
  if (args[name] !== undefined && args[name] !== null) return table.primary;
  const sortName = sortArgumentOf(table.primary);
  const isGiven = (argument: string | undefined): boolean =>
    argument !== undefined && args[argument] !== undefined && args[argument] !== null;
  if (isGiven(sortName))
    throw invalidArguments(`When providing argument '${sortName}' you must also provide arguments '${name}'.`);
  if (isGiven("sortDirection"))
    throw invalidArguments(`When providing argument 'sortDirection' you must also provide argument '${name}'.`);
  return table.whole;
}
