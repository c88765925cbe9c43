/** Records in which a promised value is missing become null, each with AppSync's error. The rare path. */

import { type ErrorEntry, type ErrorPath, nullEntry } from "./errors.ts";
import type { FieldAnswer } from "./rootField.ts";
import type { RecordSelection } from "./select.ts";

/** The answer for one record. */
export function repairRecord(json: string, selection: RecordSelection, typeName: string, path: ErrorPath): FieldAnswer {
  const errors = missing(JSON.parse(json), selection, typeName, path);
  return errors.length === 0 ? { json, errors } : { json: "null", errors };
}

/** The answer for the items of a list: `[...]`, broken ones replaced by null. */
export function repairItems(json: string, selection: RecordSelection, typeName: string, path: ErrorPath): FieldAnswer {
  const errors: ErrorEntry[] = [];
  const items = (JSON.parse(json) as unknown[]).map((item, index) => {
    const found = missing(item, selection, typeName, [...path, index]);
    errors.push(...found);
    return found.length === 0 ? item : null;
  });
  return { json: JSON.stringify(items), errors };
}

function missing(
  record: unknown,
  selection: RecordSelection,
  typeName: string,
  path: ErrorPath,
): readonly ErrorEntry[] {
  const members = record as Readonly<Record<string, unknown>>;
  return selection.promised
    .filter(({ key }) => members[key] === null)
    .map(({ key, type }) => nullEntry(type, typeName, [...path, key]));
}
