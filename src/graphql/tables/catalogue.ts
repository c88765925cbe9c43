/** The row of an API's own database that says which schema its tables serve. */

import type { Runner, SqlSpelling } from "#ports/database";
import type { Model } from "#graphql/sdl/model";
import type { Layout } from "./layout.ts";

export interface Catalogue {
  /** Counts schema changes, from 1. */
  readonly version: number;
  readonly sdl: string;
  /** The Model the tables were made for, as it was understood then. */
  readonly model: Model;
  readonly layout: Layout;
}

const table = "ohmstead_catalogue";

interface CatalogueRow {
  readonly version: number;
  readonly sdl: string;
  readonly model: string;
  readonly layout: string;
}

/** Undefined in a database whose tables were never made. */
export async function readCatalogue(runner: Runner, spelling: SqlSpelling): Promise<Catalogue | undefined> {
  const name = spelling.name;
  await runner.run({
    text:
      `CREATE TABLE IF NOT EXISTS ${name(table)} (${name("id")} ${spelling.columnType("integer")} PRIMARY KEY, ` +
      `${name("version")} ${spelling.columnType("integer")} NOT NULL, ${name("sdl")} ${spelling.columnType("text")} NOT NULL, ` +
      `${name("model")} ${spelling.columnType("text")} NOT NULL, ${name("layout")} ${spelling.columnType("text")} NOT NULL)`,
    parameters: [],
  });
  const row = await runner.first<CatalogueRow & Record<string, string | number>>({
    text: `SELECT ${["version", "sdl", "model", "layout"].map(name).join(", ")} FROM ${name(table)} WHERE ${name("id")} = 1`,
    parameters: [],
  });
  if (row === undefined) return undefined;
  return {
    version: row.version,
    sdl: row.sdl,
    model: JSON.parse(row.model) as Model,
    layout: JSON.parse(row.layout) as Layout,
  };
}

/** Replaces the row; runs in the transaction that changes the tables. */
export async function writeCatalogue(runner: Runner, spelling: SqlSpelling, catalogue: Catalogue): Promise<void> {
  const name = spelling.name;
  await runner.run({ text: `DELETE FROM ${name(table)} WHERE ${name("id")} = 1`, parameters: [] });
  const columns = ["id", "version", "sdl", "model", "layout"].map(name).join(", ");
  const places = [1, 2, 3, 4, 5].map((n) => spelling.parameter(n)).join(", ");
  await runner.run({
    text: `INSERT INTO ${name(table)} (${columns}) VALUES (${places})`,
    parameters: [
      1,
      catalogue.version,
      catalogue.sdl,
      JSON.stringify(catalogue.model),
      JSON.stringify(catalogue.layout),
    ],
  });
}
