/** Reads users from CSV in the form of Cognito's import jobs: a header with attribute names, a user a line. */

import { type CsvRecord, readCsv } from "#kernel/csv";
import { definitionOf } from "#auth/attributes";
import { invalidParameter } from "#auth/faults";
import type { Pool } from "#auth/pool";
import type { Reading } from "./userRecord.ts";

const usernameColumn = "cognito:username";
const mfaColumn = "cognito:mfa_enabled";

/** @throws Fault InvalidParameterException when the text is no CSV or its header names what the pool does not have */
export function readCsvUsers(pool: Pool, text: string): readonly Reading[] {
  const [header, ...records] = parse(text);
  if (!header) throw invalidParameter("The CSV is empty: its first line must name the columns.");
  const columns = header.fields.map((name) => name.trim());
  checkColumns(pool, columns);
  return records.map((record) => toReading(pool, columns, record));
}

function parse(text: string): CsvRecord[] {
  try {
    return readCsv(text);
  } catch (error) {
    throw invalidParameter(`The CSV cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function checkColumns(pool: Pool, columns: readonly string[]): void {
  if (!columns.includes(usernameColumn)) throw invalidParameter(`The CSV's header lacks the column ${usernameColumn}.`);
  const special = [usernameColumn, mfaColumn];
  for (const [index, name] of columns.entries()) {
    if (columns.indexOf(name) !== index) throw invalidParameter(`The CSV's header names the column ${name} twice.`);
    const known = special.includes(name) || (name !== "sub" && definitionOf(pool, name) !== undefined);
    if (!known) throw invalidParameter(`The CSV's column ${name} is no attribute of the pool ${pool.id}.`);
  }
}

function toReading(pool: Pool, columns: readonly string[], { fields }: CsvRecord): Reading {
  const values = Object.fromEntries(columns.map((name, index) => [name, (fields[index] ?? "").trim()]));
  const { [usernameColumn]: username = "", [mfaColumn]: mfa = "", ...rest } = values;
  const named = username === "" ? (rest["email"] ?? "") : username;
  if (fields.length !== columns.length) {
    return { username: named, refused: `The line has ${fields.length} fields, the header ${columns.length}.` };
  }
  if (!/^(|true|false)$/i.test(mfa)) return { username: named, refused: `${mfaColumn} must be TRUE or FALSE.` };
  const given = Object.entries(rest).filter(([, value]) => value !== "");
  return {
    username,
    attributes: Object.fromEntries(given.map(([name, value]) => [name, normal(pool, name, value)])),
    enabled: true,
    factors: /^true$/i.test(mfa) ? ["SMS_MFA"] : [],
    identities: [],
    groups: [],
  };
}

/** Spreadsheets write TRUE. */
function normal(pool: Pool, name: string, value: string): string {
  return definitionOf(pool, name)?.type === "Boolean" ? value.toLowerCase() : value;
}
