/** The changes a device has not sent yet, joined as DataStore's outbox joins them. */

import type { Note } from "../support/versionedNotes.ts";

export type Operation = "create" | "update" | "delete";
export type Fields = Readonly<Record<string, unknown>>;

export interface Change {
  readonly operation: Operation;
  readonly id: string;
  /** The fields changed; of a new record all. */
  readonly fields: Fields;
  /** The version the device had seen. */
  readonly version: number | undefined;
}

export class Outbox {
  #changes: Change[] = [];
  #sending: Change | undefined;

  get isEmpty(): boolean {
    return this.#changes.length === 0;
  }

  has(id: string): boolean {
    return this.#changes.some((change) => change.id === id);
  }

  /** A change under way is left alone; one that waits takes the new one in. */
  add(change: Change): void {
    const waiting = this.#changes.find((each) => each.id === change.id && each !== this.#sending);
    if (waiting === undefined) {
      this.#changes.push(change);
    } else if (waiting.operation === "create") {
      if (change.operation === "delete") this.#changes = this.#changes.filter((each) => each !== waiting);
      else this.#replace(waiting, { ...waiting, fields: { ...waiting.fields, ...change.fields } });
    } else {
      this.#changes = this.#changes.filter((each) => each !== waiting);
      this.#changes.push({ ...change, version: waiting.version, fields: { ...waiting.fields, ...change.fields } });
    }
  }

  /** The oldest change, under way from now on. */
  peek(): Change | undefined {
    this.#sending = this.#changes[0];
    return this.#sending;
  }

  /** The change under way is settled. Later ones of its record go on from the version answered, unless others had their say. */
  done(answer: Note | undefined): void {
    const sent = this.#sending;
    this.#changes = this.#changes.filter((each) => each !== sent);
    this.#sending = undefined;
    if (sent === undefined || answer === undefined || !contains(answer, sent.fields)) return;
    this.#changes = this.#changes.map((each) => (each.id === sent.id ? { ...each, version: answer._version } : each));
  }

  #replace(old: Change, change: Change): void {
    this.#changes = this.#changes.map((each) => (each === old ? change : each));
  }
}

function contains(record: Fields, fields: Fields): boolean {
  return Object.entries(fields).every(
    ([name, value]) => JSON.stringify(record[name] ?? null) === JSON.stringify(value ?? null),
  );
}
