/** One versioned record under change: written when its newest version was seen, else settled by the model's strategy. */

import type { Conflict, Handled, Resolution } from "#graphql/conflict/strategy";
import { identityOf } from "#graphql/resolvers/identity";
import { isoTime } from "#kernel/time";
import { versionColumns } from "#graphql/tables/layout";
import type { Outcome, Runner, Sql, SqlValue } from "#ports/database";
import type { ConflictService } from "./api.ts";
import { jsonForm } from "./column.ts";
import { assignments } from "./assignments.ts";
import { conditionFailed } from "./conditionFailed.ts";
import { callerName, noteConflict } from "./conflictLog.ts";
import { FieldFault } from "./errors.ts";
import { compileFilter } from "./filter.ts";
import { keyTerms } from "./keyTerms.ts";
import { all } from "./logic.ts";
import type { Printing } from "./printing.ts";
import type { FieldAnswer, RootField } from "./rootField.ts";
import type { Run } from "./run.ts";
import { printingFor } from "./statements.ts";
import { WrittenRecord } from "./write.ts";
import type { Explain } from "./writeAccess.ts";

type Item = Readonly<Record<string, unknown>>;

/** A change of one record. */
export interface VersionedChange {
  readonly operation: "update" | "delete";
  readonly keys: readonly SqlValue[];
  /** The key by field names. */
  readonly key: Item;
  /** Fields to write; null removes one. */
  readonly change: Item;
  readonly seen: number | undefined;
  readonly condition: unknown;
  /** Milliseconds since the epoch. */
  readonly stamp: number;
  /** Predicates of the rules over the stored record. */
  terms(printing: Printing): readonly string[];
  readonly explain: Explain;
}

/** The stored record, and whether rules and condition let it be changed. */
interface Current {
  readonly item: Item;
  readonly allowed: boolean;
  readonly holds: boolean;
}

/** How often a function may be asked while others write the same record. */
const mostAttempts = 10;

export class VersionedRecord {
  readonly #field: RootField;
  readonly #written: WrittenRecord;
  readonly #conflict: ConflictService;

  constructor(field: RootField) {
    this.#field = field;
    this.#conflict = field.api.conflict(field.table.model);
    this.#written = new WrittenRecord(field);
  }

  async write(change: VersionedChange, run: Run): Promise<FieldAnswer> {
    const { database } = this.#field.api;
    if (change.seen !== undefined) {
      const statement = this.#guarded(change, change.change, change.seen, run);
      const answer = await this.#written.attempt(statement, change.keys, "after", run, (all) => database.batch(all));
      if (answer !== undefined) return answer;
    }
    return this.#conflict.strategy.resolve === undefined ? this.#ask(change, run) : this.#settle(change, run);
  }

  /** Reads, decides and writes while nobody else writes. */
  async #settle(change: VersionedChange, run: Run): Promise<FieldAnswer> {
    const { database } = this.#field.api;
    const settled = await database.transaction(async (transaction) => {
      const current = await this.#current(transaction, change, run);
      const early = await this.#withoutConflict(transaction, current, change, run);
      if (early !== undefined) return early;
      const resolution = this.#isNewest(current, change)
        ? ownChange(change)
        : (this.#conflict.strategy.resolve?.(conflictOf(change, current.item)) ?? reject);
      const answer = await this.#apply(transaction, change, current, resolution, run);
      if (answer === undefined) throw new Error("A record changed inside a transaction of ours.");
      return answer;
    });
    if (settled instanceof FieldFault) throw settled;
    return settled;
  }

  /** A function may take its time: it is asked outside, and again when the record moved on meanwhile. */
  async #ask(change: VersionedChange, run: Run): Promise<FieldAnswer> {
    const { database } = this.#field.api;
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      const current = await this.#current(database, change, run);
      const early = await this.#withoutConflict(database, current, change, run);
      if (early !== undefined) return early;
      const resolution = this.#isNewest(current, change)
        ? ownChange(change)
        : await this.#conflict.ask(conflictOf(change, current.item), this.#handled(run));
      const answer = await this.#apply(database, change, current, resolution, run);
      if (answer instanceof FieldFault) throw answer;
      if (answer !== undefined) return answer;
    }
    throw new FieldFault(
      "MaxConflicts",
      `The record changed ${mostAttempts} times while its conflict was being resolved.`,
    );
  }

  #handled(run: Run): Handled {
    const { table, selected } = this.#field;
    return {
      fieldName: selected.name,
      arguments: run.args[0] ?? {},
      identity: identityOf(run.caller),
      tableName: table.model.name,
    };
  }

  /** What can be told without a strategy: refusals, and a deletion that is done already. */
  async #withoutConflict(
    runner: Runner,
    { item, allowed, holds }: Current,
    change: VersionedChange,
    run: Run,
  ): Promise<FieldAnswer | undefined> {
    if (!allowed) throw await change.explain(run, change.keys);
    // A client that did not hear of its success deletes again.
    if (change.operation === "delete" && item["_deleted"] === true) return this.#stored(runner, change, run);
    const isGone = item["_deleted"] === true && item["_version"] === change.seen;
    // With the record: a device that goes on showing what it could not write would differ from all others.
    if (!holds || isGone)
      throw conditionFailed(this.#field.table, run.requestId, await this.#written.readable(change.keys, run, runner));
    return undefined;
  }

  #isNewest({ item }: Current, { seen }: VersionedChange): boolean {
    return item["_version"] === seen;
  }

  /** Undefined when the record is no longer the one that was read; a fault to be thrown once the log of it is kept. */
  async #apply(
    runner: Runner,
    change: VersionedChange,
    current: Current,
    resolution: Resolution,
    run: Run,
  ): Promise<FieldAnswer | FieldFault | undefined> {
    const version = Number(current.item["_version"]);
    if (!this.#isNewest(current, change)) {
      const { table } = this.#field;
      await noteConflict(runner, table.spelling, {
        at: change.stamp,
        model: table.model.name,
        record: JSON.stringify(change.key),
        operation: change.operation,
        strategy: this.#conflict.strategy.name,
        outcome: resolution.kind,
        seen: change.seen ?? null,
        stored: version,
        caller: callerName(run.caller),
      });
    }
    if (resolution.kind === "reject") {
      const { json } = await this.#stored(runner, change, run);
      return new FieldFault("ConflictUnhandled", "Conflict resolver rejects mutation.", JSON.parse(json) as unknown);
    }
    if (resolution.kind === "write" && Object.keys(resolution.values).length === 0)
      return this.#stored(runner, change, run);
    const values = resolution.kind === "write" ? resolution.values : undefined;
    const statement = this.#guarded(change, values, version, run, true);
    return this.#written.attempt(statement, change.keys, "after", run, (statements) => oneByOne(runner, statements));
  }

  /** The next version of the record, if this one is the newest. Without values it is deleted. */
  #guarded(change: VersionedChange, values: Item | undefined, version: number, run: Run, settled = false): Sql {
    const { table } = this.#field;
    const printing = printingFor(this.#field, run);
    const { parameters, spelling } = printing;
    const name = (column: string): string => spelling.name(column);
    const now = isoTime(change.stamp);
    const isDeletion = values === undefined || (!settled && change.operation === "delete");
    const sets = isDeletion ? [] : assignments(values, table, parameters, now);
    const stamps = [
      `${name(versionColumns.version)} = ${name(versionColumns.version)} + 1`,
      `${name(versionColumns.changedAt)} = ${parameters.add(change.stamp)}`,
      `${name(versionColumns.deleted)} = ${isDeletion ? "1" : "NULL"}`,
    ];
    const where = [
      ...keyTerms({ table, alias: "" }, change.keys, parameters),
      `${name(versionColumns.version)} = ${parameters.add(version)}`,
      ...(settled ? [] : [`${name(versionColumns.deleted)} IS NULL`, ...this.#terms(change, printing)]),
    ];
    const text = `UPDATE ${table.sql} SET ${[...sets, ...stamps].join(", ")} WHERE ${all(where)} ${this.#written.returning(printing)}`;
    return printing.statement(text)(run);
  }

  #terms(change: VersionedChange, printing: Printing): readonly string[] {
    const condition = this.#condition(change, printing);
    return [...change.terms(printing), ...(condition === undefined ? [] : [condition])];
  }

  #condition(change: VersionedChange, printing: Printing): string | undefined {
    return compileFilter(change.condition, { table: this.#field.table, printing, row: { alias: "" } });
  }

  /** Throws what `explain` finds when there is no such record. */
  async #current(runner: Runner, change: VersionedChange, run: Run): Promise<Current> {
    const { table } = this.#field;
    const printing = printingFor(this.#field, run);
    const members = [...table.columns.values()].map(({ field, storage, sql }) => {
      return { key: field.name, as: jsonForm(storage), expression: sql };
    });
    const flag = (term: string | undefined): string =>
      term === undefined ? "1" : `CASE WHEN ${term} THEN 1 ELSE 0 END`;
    const columns = [
      `${printing.spelling.jsonRecord(members)} AS item`,
      `${flag(all(change.terms(printing)))} AS allowed`,
      `${flag(this.#condition(change, printing))} AS holds`,
    ];
    const text = `SELECT ${columns.join(", ")} FROM ${table.sql} WHERE ${all(keyTerms({ table, alias: "" }, change.keys, printing.parameters))}`;
    const row = await runner.first<{ item: string; allowed: number; holds: number }>(printing.statement(text)(run));
    if (row === undefined) throw await change.explain(run, change.keys);
    return { item: JSON.parse(row.item) as Item, allowed: row.allowed === 1, holds: row.holds === 1 };
  }

  /** The stored record as the mutation answers it. */
  async #stored(runner: Runner, change: VersionedChange, run: Run): Promise<FieldAnswer> {
    const row = await runner.first<{ json: string }>(this.#written.reading(change.keys, run));
    return this.#written.answer(row?.json ?? "null", run);
  }
}

const reject: Resolution = { kind: "reject" };

function ownChange({ operation, change }: VersionedChange): Resolution {
  return operation === "delete" ? { kind: "remove" } : { kind: "write", values: change };
}

function conflictOf({ operation, change, seen, key }: VersionedChange, current: Item): Conflict {
  return { operation, change, seen, key, current };
}

async function oneByOne(runner: Runner, statements: readonly Sql[]): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const statement of statements) outcomes.push(await runner.run(statement));
  return outcomes;
}

/** The version a mutation says its client has seen. */
export function seenVersion(input: Item): number | undefined {
  const version = input["_version"];
  return typeof version === "number" ? version : undefined;
}
