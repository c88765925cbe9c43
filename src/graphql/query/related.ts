/** The records related to an object that was not read from the database: one statement that starts from its key fields. */

import type { Relation } from "#graphql/sdl/model";
import type { Selected } from "./collect.ts";
import type { ErrorPath } from "./errors.ts";
import { Nodes } from "./nodes.ts";
import type { Outside } from "./outside.ts";
import { compileRelation } from "./relation.ts";
import { finish } from "./repair.ts";
import type { FieldAnswer } from "./rootField.ts";
import type { Arguments, Asking } from "./run.ts";
import { printingFor } from "./statements.ts";
import { type Table, toStored } from "./table.ts";

export type ReadRelated = (source: Arguments, path: ErrorPath, asking: Asking) => Promise<FieldAnswer>;

/** The source's members take the place of the table's row. */
export function compileRelated(outside: Outside, table: Table, relation: Relation, selected: Selected): ReadRelated {
  const nodes = new Nodes();
  const { api, caller, mutates } = outside;
  const number = nodes.add({ read: () => ({}), parent: undefined, limit: () => 1 });
  const compiled = compileRelation(table, relation, selected, { ...outside, nodes, parent: number });
  const keys = relation.on.flatMap(([here]) => table.columns.get(here) ?? []);
  const type = table.model.fields.find((field) => field.name === relation.field)?.type;
  const shape = {
    name: selected.name,
    type: compiled.type,
    required: type?.required === true,
    location: selected.location,
    inside: compiled.shape,
  };
  return async (source, path, asking) => {
    const run = nodes.run([source, ...nodes.read(asking.variables).slice(1)], asking);
    const printing = printingFor({ api, table, caller, mutates }, run);
    const scan = { ...printing.scan(table, "get"), given: true } as const;
    const row = keys.map(
      (key) => `${printing.parameters.add(toStored(key.storage, source[key.field.name]))} AS ${key.sql}`,
    );
    const record = printing.spelling.jsonRecord([compiled.print(scan, printing)]);
    const text = `SELECT ${record} AS json FROM (SELECT ${row.join(", ")}) AS ${scan.alias}`;
    const found = await api.database.first<{ json: string }>(printing.statement(text)(run));
    const answer = await finish({
      json: found?.json ?? "{}",
      shape: { type: table.model.name, fields: new Map([[selected.key, shape]]) },
      path: path.slice(0, -1),
      marks: api.marks,
      sign: (page, place) => nodes.sign(run, page, place),
      asking: run,
    });
    const value = (JSON.parse(answer.json) as Readonly<Record<string, unknown>> | null)?.[selected.key] ?? null;
    return { json: JSON.stringify(value), errors: answer.errors };
  };
}
