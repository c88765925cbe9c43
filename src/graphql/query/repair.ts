/** The JSON an engine answered -> the answer: signs places, and turns marks into nulls with AppSync's errors. */

import type { Marks } from "./marks.ts";
import { resolveMarked } from "./resolveMarked.ts";
import type { Asking, Run } from "./run.ts";
import { type ErrorEntry, type ErrorPath, type FieldFault, fieldEntry, nullEntry, unauthorized } from "./errors.ts";
import type { FieldAnswer } from "./rootField.ts";
import type { FieldShape, Shape } from "./shape.ts";

/** Makes the nextToken of the page with this number that goes on at a place. */
export type SignPlace = (page: number, place: string) => string;

export interface Answered {
  readonly json: string;
  readonly shape: Shape;
  readonly path: ErrorPath;
  readonly marks: Marks;
  readonly sign: SignPlace;
  /** The run itself where nested fields may have failed. */
  readonly asking: Asking & Partial<Pick<Run, "faults">>;
}

/** Answers without marks, nearly all, are only looked through for the marks' secret. */
export function finish(answered: Answered): FieldAnswer | Promise<FieldAnswer> {
  const { json, marks } = answered;
  return json.includes(marks.secret) ? withoutMarks(answered) : { json, errors: [] };
}

async function withoutMarks({ json, shape, path, marks, sign, asking }: Answered): Promise<FieldAnswer> {
  const signed = json.replaceAll(marks.places, (_all, page: string, place: string) =>
    JSON.stringify(sign(Number(page), JSON.parse(`"${place}"`) as string)),
  );
  if (!signed.includes(marks.secret)) return { json: signed, errors: [] };
  const errors: ErrorEntry[] = [];
  const parsed: unknown = JSON.parse(signed);
  if (signed.includes(marks.source)) await resolveMarked(parsed, shape, path, { marks, errors, asking });
  const faults = new Map([...(asking.faults ?? [])].map(([number, fault]) => [marks.fault(number), fault]));
  const value = repair(parsed, shape, path, { marks, errors, faults });
  return { json: JSON.stringify(value), errors };
}

interface Repair {
  readonly marks: Marks;
  /** By their marks. */
  readonly faults: ReadonlyMap<unknown, FieldFault>;
  readonly errors: ErrorEntry[];
}

/** The object with its marks replaced, or null when a required field has no value. */
function repair(value: unknown, shape: Shape, path: ErrorPath, notes: Repair): unknown {
  const members = value as Record<string, unknown>;
  let isNull = false;
  for (const [key, field] of shape.fields) {
    const before = members[key];
    const after = repairField(before, field, shape.type, [...path, key], notes);
    if (after === before) continue;
    members[key] = after;
    if (after === null && field.required) isNull = true;
  }
  return isNull ? null : members;
}

function repairField(value: unknown, field: FieldShape, parent: string, path: ErrorPath, notes: Repair): unknown {
  const { marks, errors, faults } = notes;
  const fault = faults.get(value);
  if (fault !== undefined) {
    errors.push(fieldEntry(fault, path, field.location));
    return null;
  }
  if (value === marks.missing) {
    errors.push(nullEntry(field.type, parent, path));
    return null;
  }
  if (value === marks.denied) {
    errors.push(fieldEntry(unauthorized(field.name, parent), path, field.location));
    return null;
  }
  const { inside } = field;
  if (inside === undefined || value === null) return value;
  return repairEach(value, inside, path, notes);
}

function repairEach(value: unknown, inside: Shape, path: ErrorPath, notes: Repair): unknown {
  if (value === null) return null;
  if (!Array.isArray(value)) return repair(value, inside, path, notes);
  return value.map((each: unknown, index) => repairEach(each, inside, [...path, index], notes));
}
