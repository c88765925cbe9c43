/** How SQLite spells what engines spell differently. */

import type { ColumnKind, JsonMember, SqlSpelling } from "#ports/database";
import { sqliteTextSearch } from "./textSearch.ts";

/** SQLite takes 1000 arguments to a function; a key and a value each. */
const PAIRS_PER_CALL = 400;
const TEXTS_PER_CALL = 900;

const types = { text: "text", integer: "integer", real: "real", blob: "blob" } as const;

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function name(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

function jsonObject(pairs: readonly (readonly [string, string])[]): string {
  const head = pairs.slice(0, PAIRS_PER_CALL).map(([key, value]) => `${quoted(key)}, ${value}`);
  let object = `json_object(${head.join(", ")})`;
  for (let from = PAIRS_PER_CALL; from < pairs.length; from += PAIRS_PER_CALL) {
    const more = pairs
      .slice(from, from + PAIRS_PER_CALL)
      .map(([key, value]) => `${quoted(`$.${JSON.stringify(key)}`)}, ${value}`);
    object = `json_set(${object}, ${more.join(", ")})`;
  }
  return object;
}

/** Objects without JSON inside are built fastest by json_object; text that is JSON already is joined, not parsed again. */
function jsonRecord(members: readonly JsonMember[]): string {
  if (members.length <= PAIRS_PER_CALL && members.every((member) => member.as !== "json")) {
    return jsonObject(members.map((member) => [member.key, valueOf(member)]));
  }
  const texts = members.flatMap((member, index) => [
    quoted(`${index === 0 ? "{" : ","}${JSON.stringify(member.key)}:`),
    textOf(member),
  ]);
  return concat(members.length === 0 ? ["'{}'"] : [...texts, "'}'"]);
}

function concat(texts: readonly string[]): string {
  if (texts.length <= TEXTS_PER_CALL) return `concat(${texts.join(", ")})`;
  const calls: string[] = [];
  for (let from = 0; from < texts.length; from += TEXTS_PER_CALL) {
    calls.push(`concat(${texts.slice(from, from + TEXTS_PER_CALL).join(", ")})`);
  }
  return concat(calls);
}

/** A member as an argument of json_object. */
function valueOf({ as, expression, instead, when, otherwise }: JsonMember): string {
  const absent = instead === undefined ? "" : ` ELSE ${instead}`;
  const value =
    as === "boolean"
      ? `CASE ${expression} WHEN 1 THEN json('true') WHEN 0 THEN json('false')${absent} END`
      : instead === undefined
        ? expression
        : `coalesce(${expression}, ${instead})`;
  if (when === undefined) return value;
  return `CASE WHEN ${when} THEN ${value}${otherwise === undefined ? "" : ` ELSE ${otherwise}`} END`;
}

/** A member as JSON text. */
function textOf({ as, expression, instead, when, otherwise }: JsonMember): string {
  const value = { scalar: scalarText, boolean: booleanText, json: jsonText }[as](expression, instead);
  return when === undefined ? value : `CASE WHEN ${when} THEN ${value} ELSE ${absentText(otherwise)} END`;
}

function absentText(instead: string | undefined): string {
  return instead === undefined ? "'null'" : `json_quote(${instead})`;
}

function scalarText(expression: string, instead: string | undefined): string {
  return `json_quote(${instead === undefined ? expression : `coalesce(${expression}, ${instead})`})`;
}

function booleanText(expression: string, instead: string | undefined): string {
  return `CASE ${expression} WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE ${absentText(instead)} END`;
}

function jsonText(expression: string, instead: string | undefined): string {
  return `coalesce(${expression}, ${absentText(instead)})`;
}

/** JavaScript prints 2 where SQLite prints 2.0. */
function keyText(expression: string, kind: ColumnKind): string {
  if (kind === "text") return expression;
  if (kind !== "real") return `CAST(${expression} AS TEXT)`;
  const whole = `CAST(${expression} AS INTEGER)`;
  return `CASE WHEN ${expression} = ${whole} THEN CAST(${whole} AS TEXT) ELSE CAST(${expression} AS TEXT) END`;
}

/**
 * SQLite's length() stops at the first NUL. JSON spells NUL as six plain characters, so text that has one is counted as
 * JSON: escaped backslashes and NULs are first replaced by one plain character each.
 */
function length(text: string): string {
  const escaped = `replace(replace(json_quote(${text}), '\\\\', '/'), '\\u0000', '0')`;
  return `CASE WHEN instr(${text}, char(0)) = 0 THEN length(${text}) ELSE length(json_extract(${escaped}, '$')) END`;
}

export const sqliteSpelling: SqlSpelling = {
  name,
  columnType: (kind) => types[kind],
  parameter: (n) => `?${n}`,
  computed: (column, kind, expression) => `${name(column)} ${types[kind]} GENERATED ALWAYS AS (${expression}) VIRTUAL`,
  keyText,
  rowGuard: (column, most) => `row_guard(${column}, ${most})`,
  jsonScalar: (expression) => `json_quote(${expression})`,
  textSearch: sqliteTextSearch,
  jsonRecord,
  jsonObject,
  json: (expression) => `json(${expression})`,
  // json_quote leaves JSON as it is and quotes scalars; joining texts is faster than building an array of parsed values.
  jsonArrayOf: (expression, from) =>
    `(SELECT '[' || coalesce(group_concat(item, ','), '') || ']' FROM (SELECT json_quote(${expression}) AS item ${from}))`,
  jsonBoolean: (expression) => `json(CASE ${expression} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END)`,
  // instr compares bytes and knows no pattern or case; in well-formed UTF-8 a byte match is a character match.
  contains: (text, needle) => `instr(${text}, ${needle}) > 0`,
  // No valid UTF-8 has the byte FF, so the range holds exactly the texts with the prefix, and an index can serve it.
  startsWith: (text, prefix) => `(${text} >= ${prefix} AND ${text} < ${prefix} || CAST(x'ff' AS TEXT))`,
  jsonArrayContains: (column, scalar) =>
    `coalesce(${scalar} IN (SELECT member.value FROM json_each(${column}) AS member WHERE member.value IS NOT NULL), 0)`,
  jsonArraysMeet: (one, other) =>
    `EXISTS (SELECT 1 FROM json_each(${one}) AS member WHERE member.value IN (SELECT value FROM json_each(${other})))`,
  unindexed: (column) => `+${column}`,
  // Between the quotes of a JSON string a separator becomes the end of one element and the start of the next.
  lastPart: (text, separator) =>
    `CASE WHEN instr(${text}, ${quoted(separator)}) = 0 THEN ${text} ELSE ` +
    `json_extract('[' || replace(json_quote(${text}), ${quoted(separator)}, '","') || ']', '$[#-1]') END`,
  length,
  serialKey: (column) => `${name(column)} integer PRIMARY KEY`,
  // The operator keeps JSON as it is stored, where json_extract would turn true into 1.
  jsonMember: (object, key) => `(${object} -> ${quoted(`$.${JSON.stringify(key)}`)})`,
  jsonElements: (array, alias) => ({
    from: `FROM json_each(${array}) AS ${name(alias)} ORDER BY ${name(alias)}.key`,
    element: `${name(alias)}.value`,
  }),
  jsonArrayLength: (array) => `json_array_length(${array})`,
  // SQLite keeps the order of the sorted subquery; an ORDER BY of its own would sort again.
  joinTexts: (expression) => `group_concat(${expression}, ',')`,
};
