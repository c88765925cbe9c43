/** Events of one record are told in the order its writes were committed, however long each answer took to finish. */

export class Publications {
  /** Writes of each record that were committed and not told yet, oldest first. */
  readonly #waiting = new Map<string, Publication[]>();

  /** For one root field of a mutation that is about to run. `isHeard` tells whether anybody listens to it. */
  begin(isHeard: () => boolean): Publication {
    return new Publication(this.#waiting, isHeard);
  }
}

export class Publication {
  readonly #waiting: Map<string, Publication[]>;
  readonly #isHeard: () => boolean;
  /** Undefined before the commit, null when nobody listened then. */
  #record: string | null | undefined;
  #ended = false;
  #tell: (() => void) | undefined;

  constructor(waiting: Map<string, Publication[]>, isHeard: () => boolean) {
    this.#waiting = waiting;
    this.#isHeard = isHeard;
  }

  /** The write of the record that `name` names was committed just now. Who listens later is not told of it. */
  readonly committed = (name: () => string): void => {
    if (this.#record !== undefined || this.#ended) return;
    if (!this.#isHeard()) {
      this.#record = null;
      return;
    }
    const record = name();
    this.#record = record;
    const queue = this.#waiting.get(record);
    if (queue === undefined) this.#waiting.set(record, [this]);
    else queue.push(this);
  };

  /** The answer is complete; undefined when there is nothing to tell. Tells it, or waits for writes before it. */
  end(tell: (() => void) | undefined): void {
    this.#ended = true;
    this.#tell = tell;
    const record = this.#record;
    if (record === null) return;
    const queue = record === undefined ? [this] : (this.#waiting.get(record) ?? []);
    let told = 0;
    for (const each of queue) {
      if (!each.#ended) break;
      told += 1;
      each.#tell?.();
    }
    queue.splice(0, told);
    if (record !== undefined && queue.length === 0) this.#waiting.delete(record);
  }
}
