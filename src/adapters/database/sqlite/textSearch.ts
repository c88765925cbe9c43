/** Full-text indexes by FTS5, and the function that matches patterns against a text and its words. */

import type Sqlite from "better-sqlite3";
import type { TextMatch, TextSearch } from "#ports/database";
import { compileRegexp, compileWildcard, type Matcher } from "./pattern.ts";

const name = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;
const word = /[\p{L}\p{N}\p{M}\p{Co}]+/gu;

/** Texts longer than this are matched by their words only. */
const longestWhole = 10_000;
const longestWord = 255;
const kept = 64;

export const sqliteTextSearch: TextSearch = {
  create(index, table, rowId, columns) {
    const list = columns.map(name).join(", ");
    const rows = (alias: string): string => [rowId, ...columns].map((column) => `${alias}.${name(column)}`).join(", ");
    const insert = `INSERT INTO ${name(index)}(rowid, ${list}) VALUES (${rows("new")})`;
    const remove = `INSERT INTO ${name(index)}(${name(index)}, rowid, ${list}) VALUES ('delete', ${rows("old")})`;
    const trigger = (suffix: string, event: string, work: string): string =>
      `CREATE TRIGGER ${name(`${index}_${suffix}`)} AFTER ${event} ON ${name(table)} BEGIN ${work} END`;
    const content = `content='${table}', content_rowid='${rowId}'`;
    return [
      // OpenSearch's standard analyzer folds case and keeps accents.
      `CREATE VIRTUAL TABLE ${name(index)} USING fts5(${list}, ${content}, tokenize='unicode61 remove_diacritics 0')`,
      trigger("insert", "INSERT", `${insert};`),
      trigger("delete", "DELETE", `${remove};`),
      trigger("update", `UPDATE OF ${list}`, `${remove}; ${insert};`),
      `INSERT INTO ${name(index)}(${name(index)}) VALUES ('rebuild')`,
    ];
  },

  drop: (index) => [
    ...["insert", "delete", "update"].map((suffix) => `DROP TRIGGER IF EXISTS ${name(`${index}_${suffix}`)}`),
    `DROP TABLE IF EXISTS ${name(index)}`,
  ],

  matches: (index, rowId, query) =>
    `${rowId} IN (SELECT rowid FROM ${name(index)} WHERE ${name(index)} MATCH ${query})`,

  query(column, how, text) {
    const words = text.match(word) ?? [];
    if (words.length === 0) return undefined;
    const quoted = words.map((each) => `"${each}"`);
    return `{${name(column)}} : ${phrase(how, words, quoted)}`;
  },

  likePattern: (text, kind, pattern) => `text_matches(${text}, '${kind}', ${pattern})`,
};

function phrase(how: TextMatch, words: readonly string[], quoted: readonly string[]): string {
  if (how === "any") return `(${quoted.join(" OR ")})`;
  const whole = `"${words.join(" ")}"`;
  return how === "phrasePrefix" ? `(${whole} *)` : `(${whole})`;
}

/** `text_matches(text, 'regexp' | 'wildcard', pattern)`: 1 when the text or one of its words matches, whatever the case. */
export function defineTextMatches(raw: Sqlite.Database): void {
  const known = new Map<string, Matcher>();
  raw.function("text_matches", { deterministic: true }, (text: unknown, kind: unknown, pattern: unknown) => {
    if (typeof text !== "string" || typeof pattern !== "string") return 0n;
    const key = `${String(kind)} ${pattern}`;
    const lower = pattern.toLowerCase();
    const matcher = known.get(key) ?? (kind === "regexp" ? compileRegexp(lower) : compileWildcard(lower));
    if (known.size >= kept) known.clear();
    known.set(key, matcher);
    const folded = text.toLowerCase();
    if (folded.length <= longestWhole && matcher(folded)) return 1n;
    for (const [each] of folded.matchAll(word)) if (each.length <= longestWord && matcher(each)) return 1n;
    return 0n;
  });
}
