/** A job this process holds: its durable state, written only as long as the lease is ours. */

import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "#ports/clock";
import type { Database, Sql } from "#ports/database";
import type { Log } from "#ports/log";
import type { JobControl } from "./control.ts";
import type { JobStatements } from "./statements.ts";
import type { JobsTable, Phase } from "./tables.ts";
import type { JobTiming } from "./timing.ts";

const LINE_LIMIT = 4_000;

/** Thrown when the job is no longer ours to change. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}

/** Thrown when a state could not be written before the server stopped; the next start finds the state before it. */
export class Unwritten extends Error {
  override readonly name = "Unwritten";
}

export interface HeldParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly statements: JobStatements;
  readonly timing: JobTiming;
}

export class HeldJob {
  readonly row: JobsTable;
  readonly control: JobControl;
  readonly input: unknown;
  /** The job's notes; steps write into it. */
  readonly notes: Record<string, unknown>;
  readonly #parts: HeldParts;
  readonly #key: { readonly id: string; readonly owner: string };

  constructor(parts: HeldParts, row: JobsTable, owner: string, control: JobControl) {
    this.#parts = parts;
    this.row = row;
    this.control = control;
    this.input = JSON.parse(row.input);
    this.notes = JSON.parse(row.notes) as Record<string, unknown>;
    this.#key = { id: row.id, owner };
  }

  /** Saves the notes at once, on behalf of a step. Fails with the database's own error. */
  async save(): Promise<void> {
    const values = { ...this.#key, notes: JSON.stringify(this.notes), now: this.#parts.clock.now() };
    await this.#once([this.#parts.statements.saveNotes(values)]);
  }

  /** Adds a progress line at once, on behalf of a step. */
  async report(step: string, text: string): Promise<void> {
    const values = { ...this.#key, notes: JSON.stringify(this.notes), now: this.#parts.clock.now() };
    await this.#once([this.#parts.statements.saveNotes(values), this.#line(step, text)]);
  }

  /**
   * After a step: on to the next one, or COMPLETED. Answers false when a cancel was accepted meanwhile.
   * Throws when the notes are not JSON.
   */
  async advance(done: string, next: string | undefined): Promise<boolean> {
    const { statements, clock } = this.#parts;
    const notes = JSON.stringify(this.notes);
    const status = next === undefined ? "COMPLETED" : "RUNNING";
    const [moved] = await this.#insist(() => [
      statements.advance({ ...this.#key, step: next ?? done, status, notes, now: clock.now() }),
      this.#line(done, "Done."),
    ]);
    if (moved === 1) return true;
    const state = await this.#parts.database.first<Pick<JobsTable, "cancel_reason">>(statements.state(this.#key));
    if (state === undefined) throw new LeaseLost("The job is not held any more.");
    if (state.cancel_reason !== null) this.control.cancel(state.cancel_reason);
    return false;
  }

  /** Where the undoing stands: `step` is the one to be undone next. */
  async turn(phase: Phase, step: string, reason: string, leftBehind: readonly string[], line: string): Promise<void> {
    const notes = this.#jsonNotes();
    await this.#insistHeld(() => [
      this.#parts.statements.turn({
        ...this.#key,
        phase,
        step,
        reason,
        leftBehind: JSON.stringify(leftBehind),
        notes,
        now: this.#parts.clock.now(),
      }),
      this.#line(step, line),
    ]);
  }

  /** The end: FAILED with `error`. */
  async fail(error: string): Promise<void> {
    const notes = this.#jsonNotes();
    await this.#insistHeld(() => [
      this.#parts.statements.fail({ ...this.#key, error, notes, now: this.#parts.clock.now() }),
    ]);
  }

  /** Gives the job back so that the next start goes on at once. */
  async release(): Promise<void> {
    await this.#once([this.#parts.statements.release(this.#key)]);
  }

  #line(step: string, text: string): Sql {
    const cut = text.length > LINE_LIMIT ? `${text.slice(0, LINE_LIMIT)}…` : text;
    return this.#parts.statements.report({ id: this.#key.id, at: this.#parts.clock.now(), step, text: cut });
  }

  /** Notes that cannot be saved must not keep the job from ending; what was saved before stays. */
  #jsonNotes(): string {
    try {
      return JSON.stringify(this.notes);
    } catch {
      return this.row.notes;
    }
  }

  async #once(statements: readonly Sql[]): Promise<void> {
    if (this.control.lost) throw new LeaseLost("The job is not held any more.");
    const [outcome] = await this.#parts.database.batch(statements);
    if (outcome?.changes !== 1) throw new LeaseLost("The job is not held any more.");
  }

  async #insistHeld(build: () => readonly Sql[]): Promise<void> {
    const [changes] = await this.#insist(build);
    if (changes !== 1) throw new LeaseLost("The job is not held any more.");
  }

  /** Writes a state until it is written: a full disk delays a job, it does not leave it standing. */
  async #insist(build: () => readonly Sql[]): Promise<readonly number[]> {
    const [first, longest] = this.#parts.timing.writeRetryMs;
    for (let wait = first; ; wait = Math.min(wait * 2, longest)) {
      if (this.control.lost) throw new LeaseLost("The job is not held any more.");
      try {
        return (await this.#parts.database.batch(build())).map(({ changes }) => changes);
      } catch (error) {
        this.#parts.log.error({ jobId: this.#key.id, error }, "the state of a job could not be written");
        if (this.control.stopping) throw new Unwritten("The state of the job could not be written.", { cause: error });
      }
      await sleep(wait);
    }
  }
}
