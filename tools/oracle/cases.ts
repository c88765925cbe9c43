/** The cases of the oracle, as they lie under tests/oracle: schemas of ours, and what the official tools made of them. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readSettings, type Settings, standardSettings } from "./settings.ts";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const casesFolder = join(root, "tests/oracle/cases");
export const refusedFolder = join(root, "tests/oracle/refused");
export const pendingFile = join(root, "tests/oracle/pending.json");

export interface Case {
  readonly name: string;
  readonly folder: string;
  readonly sdl: string;
  readonly settings: Settings;
}

/** What the official tools answered; a member is absent where the tool has no answer for the case. */
export interface Answers {
  readonly schema?: string;
  readonly schemaJs?: unknown;
  readonly introspection?: unknown;
}

/** The cases of a folder by name; only the named ones when names are given. */
export function readCases(folder: string, names: readonly string[] = []): readonly Case[] {
  if (!existsSync(folder)) return [];
  const all = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const wanted = all.map((entry) => entry.name).filter((name) => names.length === 0 || names.includes(name));
  return wanted.sort().map((name) => readCase(join(folder, name), name));
}

function readCase(folder: string, name: string): Case {
  const settings = join(folder, "settings.json");
  return {
    name,
    folder,
    sdl: readFileSync(join(folder, "schema.graphql"), "utf8"),
    settings: existsSync(settings) ? readSettings(readFileSync(settings, "utf8")) : standardSettings,
  };
}

export function readAnswers(each: Case): Answers {
  const text = (file: string): string | undefined => {
    const path = join(each.folder, file);
    return existsSync(path) ? readFileSync(path, "utf8") : undefined;
  };
  const schema = text("expected.graphql");
  const schemaJs = text("schema.json");
  const introspection = text("introspection.json");
  return {
    ...(schema === undefined ? {} : { schema }),
    ...(schemaJs === undefined ? {} : { schemaJs: JSON.parse(schemaJs) as unknown }),
    ...(introspection === undefined ? {} : { introspection: JSON.parse(introspection) as unknown }),
  };
}
