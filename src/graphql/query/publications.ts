/** Events of one record are told in the order its writes were committed, however long each answer took to finish. */

export class Publications {
  /** Writes of each record that were committed and not told yet, oldest first. */
  readonly #waiting = new Map<string, Publication[]>();

  /** For one root field of a mutation that is about to run. */
  begin(): Publication {
    return new Publication(this.#waiting);
  }
}

export class Publication {
  readonly #waiting: Map<string, Publication[]>;
  #record: string | undefined;
  #ended = false;
  #tell: (() => void) | undefined;

  constructor(waiting: Map<string, Publication[]>) {
    this.#waiting = waiting;
  }

  /** The write of this record was committed just now. */
  readonly committed = (record: string): void => {
    if (this.#record !== undefined || this.#ended) return;
    this.#record = record;
    const queue = this.#waiting.get(record);
    if (queue === undefined) this.#waiting.set(record, [this]);
    else queue.push(this);
  };

  /** The answer is complete; undefined when there is nothing to tell. Tells it, or waits for writes before it. */
  end(tell: (() => void) | undefined): void {
    this.#ended = true;
    this.#tell = tell;
    const queue = this.#record === undefined ? [this] : (this.#waiting.get(this.#record) ?? []);
    let told = 0;
    for (const each of queue) {
      if (!each.#ended) break;
      told += 1;
      each.#tell?.();
    }
    queue.splice(0, told);
    if (this.#record !== undefined && queue.length === 0) this.#waiting.delete(this.#record);
  }
}
