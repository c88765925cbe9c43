/** What creating, updating and deleting share: stored values, null marks, the written record as answer. */

import type { Outcome, Sql } from "#ports/database";
import type { Api } from "./api.ts";
import { conditionalCheckFailed, invalidForStore } from "./errors.ts";
import { repairRecord } from "./repair.ts";
import type { FieldAnswer } from "./rootField.ts";
import type { RecordSelection } from "./select.ts";
import { type Column, type Table, toStored } from "./table.ts";

/** DynamoDB's bounds on keys, in bytes. */
const maxPartitionBytes = 2048;
const maxSortBytes = 1024;

/** `RETURNING` the selected JSON of the written record. */
export function returning(selection: RecordSelection): string {
  const broken = selection.broken === undefined ? "" : `, ${selection.broken} AS broken`;
  return `RETURNING ${selection.json} AS json${broken}`;
}

/** Runs one write. No row: the record was (not) there, or the condition did not hold. */
export async function runWrite(
  api: Api,
  statement: Sql,
  requestId: string,
  answer: { readonly selection: RecordSelection; readonly typeName: string; readonly key: string },
): Promise<FieldAnswer> {
  const [outcome]: readonly Outcome[] = await api.database.batch([statement]);
  const row = outcome?.rows[0];
  if (row === undefined) throw conditionalCheckFailed(requestId);
  const json = String(row["json"]);
  if (row["broken"] !== 1) return { json, errors: [] };
  return repairRecord(json, answer.selection, answer.typeName, [answer.key]);
}

/** The members of a mutation's `input`. */
export function inputOf(args: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return args["input"] as Readonly<Record<string, unknown>>;
}

/** A key as stored, refused where DynamoDB would. */
export function keyValue(column: Column, value: unknown, table: Table): ReturnType<typeof toStored> {
  const stored = toStored(column.storage, value);
  if (typeof stored !== "string") return stored;
  const name = column.field.name;
  if (stored === "") {
    throw invalidForStore(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`,
    );
  }
  const isPartition = column === table.keys[0];
  const most = isPartition ? maxPartitionBytes : maxSortBytes;
  if (Buffer.byteLength(stored) > most) {
    const kind = isPartition ? "hashkey" : "rangekey";
    throw invalidForStore(
      `One or more parameter values were invalid: Size of ${kind} has exceeded the maximum size limit of ${most} bytes`,
    );
  }
  return stored;
}
