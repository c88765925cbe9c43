/** How SQLite spells what engines spell differently. */

import type { SqlSpelling } from "#ports/database";

/** SQLite takes 1000 arguments to a function; a key and a value each. */
const PAIRS_PER_CALL = 400;

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
