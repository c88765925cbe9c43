/** @validate: values an input gives must be as their field says. */

import type { Validation } from "#graphql/sdl/model";
import { matchesInTime } from "./boundedMatch.ts";
import { FieldFault } from "./errors.ts";
import type { Table } from "./table.ts";

type Test = (value: unknown, bound: string) => boolean;

const tests: Readonly<Record<Validation["type"], Test>> = {
  gt: (value, bound) => Number(value) > Number(bound),
  lt: (value, bound) => Number(value) < Number(bound),
  gte: (value, bound) => Number(value) >= Number(bound),
  lte: (value, bound) => Number(value) <= Number(bound),
  minLength: (value, bound) => String(value).length >= Number(bound),
  maxLength: (value, bound) => String(value).length <= Number(bound),
  startsWith: (value, bound) => String(value).startsWith(bound),
  endsWith: (value, bound) => String(value).endsWith(bound),
  matches: (value, bound) => matchesInTime(bound, String(value)),
};

/** Throws a FieldFault for the first value that breaks a rule; a value that is not given, or null, breaks none. */
export function checkValidations(input: Readonly<Record<string, unknown>>, table: Table): void {
  for (const { name, validations } of table.model.fields) {
    if (validations === undefined) continue;
    const value = input[name];
    if (value === undefined || value === null) continue;
    const broken = validations.find(({ type, value: bound }) => !tests[type](value, bound));
    if (broken !== undefined) throw new FieldFault("ValidationError", broken.message);
  }
}
