/** Follows @mapsTo: records stored under a former name of their model or link field are found under the new one. */

import type { Model } from "#graphql/sdl/model";
import type { ColumnLayout, Layout } from "./layout.ts";

interface Stored {
  readonly model: Model;
  readonly layout: Layout;
}

/** What is stored, in the words of the new Model. Nothing moves in the database: its names are numbers. */
export function followNames(stored: Stored, after: Model): Stored {
  const models = modelNames(stored.layout, after);
  const fields = new Map(after.models.map((model) => [model.name, fieldNames(model.fields)]));
  const rename = (model: string): string => models.get(model) ?? model;
  const tables = stored.layout.tables.map((table) => {
    const model = rename(table.model);
    const known = new Set(table.columns.map((column) => column.field));
    const columns = table.columns.map((column): ColumnLayout => {
      const field = fields.get(model)?.get(column.field);
      return field === undefined || known.has(field) ? column : { ...column, field };
    });
    return { ...table, model, columns };
  });
  const renamed = stored.model.models.map((type) => {
    const name = rename(type.name);
    const known = new Set(type.fields.map((field) => field.name));
    const newFields = type.fields.map((field) => {
      const newName = fields.get(name)?.get(field.name);
      return newName === undefined || known.has(newName) ? field : { ...field, name: newName };
    });
    return { ...type, name, fields: newFields };
  });
  // Fields of the old Model name their types by the old names; nothing of these is stored, so the old models stay known.
  const gone = stored.model.models.filter((type) => models.has(type.name)).map((type) => ({ ...type, fields: [] }));
  return { model: { ...stored.model, models: [...renamed, ...gone] }, layout: { ...stored.layout, tables } };
}

/** Former name -> name, where records lie under the former one and nothing else has a claim to it. */
function modelNames(layout: Layout, after: Model): ReadonlyMap<string, string> {
  const stored = new Set(layout.tables.map((table) => table.model));
  const wanted = new Set(after.models.map((model) => model.name));
  return new Map(
    after.models.flatMap(({ name, formerName }) => {
      const moves = formerName !== undefined && stored.has(formerName) && !stored.has(name) && !wanted.has(formerName);
      return moves ? [[formerName, name] as const] : [];
    }),
  );
}

function fieldNames(
  fields: readonly { readonly name: string; readonly formerName?: string }[],
): ReadonlyMap<string, string> {
  const wanted = new Set(fields.map((field) => field.name));
  return new Map(
    fields.flatMap(({ name, formerName }) =>
      formerName === undefined || wanted.has(formerName) ? [] : [[formerName, name] as const],
    ),
  );
}
