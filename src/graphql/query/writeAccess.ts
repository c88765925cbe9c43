/** What access rules make of a mutation: the input they let pass, the records they leave, and how a refusal is told. */

import type { Input, ModelAccess } from "#graphql/access/access";
import type { Denial, RowTest } from "#graphql/access/rule";
import type { Sql, SqlValue } from "#ports/database";
import { conditionFailed } from "./conditionFailed.ts";
import { FieldFault, unauthorized } from "./errors.ts";
import { keyTerms } from "./keyTerms.ts";
import { any } from "./logic.ts";
import type { Printing } from "./printing.ts";
import type { RootField } from "./rootField.ts";
import { printRight, printTest } from "./rowTest.ts";
import type { Run } from "./run.ts";
import { printingFor } from "./statements.ts";

/** Tells why a write met no record. */
export type Explain = (run: Run, keys: readonly SqlValue[]) => Promise<FieldFault>;

export interface UpdateRules {
  /** Predicates the record must satisfy for this input. Throws a FieldFault where none could. */
  terms(input: Input, printing: Printing): readonly string[];
  explain(input: Input): Explain;
}

/** The input with its owner fields filled in. Throws a FieldFault for what the caller may not write. */
export function admitter(field: RootField): (input: Input, run: Run) => Input {
  const right = field.table.access.create(field.caller);
  return (input, run) => {
    const admission = right?.admit(input, run.caller) ?? { ok: true, input };
    if (!admission.ok) throw refusal(admission.denial, field);
    return admission.input;
  };
}

export function updateRules(field: RootField): UpdateRules {
  const { table } = field;
  const right = table.access.update(field.caller);
  if (right === undefined)
    return { terms: () => [], explain: () => async (run) => conditionFailed(field.table, run.requestId) };
  const { tests } = right;
  return {
    terms(input, printing) {
      const denial = tests.length === 0 ? right.denial(input, new Set()) : undefined;
      if (denial !== undefined) throw refusal(denial, field);
      const print = (test: RowTest): string => printTest(test, { table, alias: "" }, printing.parameters);
      return right.groups(input).map((group) => any(group.map(print)));
    },
    explain: (input) => async (run, keys) => {
      if (tests.length === 0) return conditionFailed(field.table, run.requestId);
      const holding = await holdingTests(field, run, keys, tests);
      const denial = right.denial(input, holding);
      return denial === undefined ? conditionFailed(field.table, run.requestId) : refusal(denial, field);
    },
  };
}

/** Predicates a record must satisfy to be deleted, and why none was. */
export function deleteRules(field: RootField): { terms(printing: Printing): readonly string[]; explain: Explain } {
  const { table, caller } = field;
  const right = table.access.delete(caller);
  return {
    terms: (printing) => [printRight(right, { table, alias: "" }, printing.parameters) ?? []].flat(),
    async explain(run, keys) {
      if (typeof right === "string" || !table.access.tellsUnauthorized)
        return conditionFailed(field.table, run.requestId);
      const holding = await holdingTests(field, run, keys, right);
      return holding.size > 0 ? conditionFailed(field.table, run.requestId) : refusal("everything", field);
    },
  };
}

function refusal(denial: Denial, { selected }: RootField): FieldFault {
  if (denial === "everything") return unauthorized(selected.name, "Mutation");
  return new FieldFault("Unauthorized", `Unauthorized on [${denial.join(", ")}]`);
}

/** Which tests the stored record passes; none where there is no record. Asked only after a write met none. */
async function holdingTests(
  field: RootField,
  run: Run,
  keys: readonly SqlValue[],
  tests: readonly RowTest[],
): Promise<ReadonlySet<RowTest>> {
  const row = await field.api.database.first(testing(field, run, keys, tests));
  return new Set(tests.filter((_test, index) => row?.[`holds${index}`] === 1));
}

function testing(field: RootField, run: Run, keys: readonly SqlValue[], tests: readonly RowTest[]): Sql {
  const { table } = field;
  const printing = printingFor(field, run);
  const columns = tests.map((test, index) => {
    const holds = printTest(test, { table, alias: "" }, printing.parameters);
    return `CASE WHEN ${holds} THEN 1 ELSE 0 END AS holds${index}`;
  });
  const where = keyTerms({ table, alias: "" }, keys, printing.parameters);
  return printing.statement(`SELECT ${columns.join(", ")} FROM ${table.sql} WHERE ${where.join(" AND ")}`)(run);
}

/** True when no record and no input would let the caller run the operation. */
export function isClosed(access: ModelAccess, operation: string, caller: RootField["caller"]): boolean {
  switch (operation) {
    case "create":
      return false;
    case "update":
      return access.update(caller)?.isClosed === true;
    case "delete":
      return access.delete(caller) === "deny";
    case "sync":
    case "search":
    case "list":
      return access.read(operation, caller) === "deny";
    default:
      return access.read("get", caller) === "deny";
  }
}
