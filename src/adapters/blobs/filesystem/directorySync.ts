/** Directory fsyncs shared by all who wait: a name is durable once a sync that began after its rename has ended. */

import { open } from "node:fs/promises";

export class DirectorySync {
  readonly #rounds = new Map<string, { running: Promise<void> | undefined; next: Promise<void> | undefined }>();

  /** Settles when every name made in `directory` before this call is durable. */
  async sync(directory: string): Promise<void> {
    const round = this.#rounds.get(directory) ?? { running: undefined, next: undefined };
    this.#rounds.set(directory, round);
    // The sync under way may have begun too early to count; all who come during it share the next one.
    round.next ??= this.#after(directory, round.running);
    return round.next;
  }

  async #after(directory: string, before: Promise<void> | undefined): Promise<void> {
    // A failed sync was told to those who waited for it.
    await before?.catch(() => undefined);
    const round = this.#rounds.get(directory);
    const sync = syncNow(directory);
    if (round) {
      round.running = sync;
      round.next = undefined;
    }
    try {
      await sync;
    } finally {
      if (round?.running === sync) round.running = undefined;
      if (round && round.running === undefined && round.next === undefined) this.#rounds.delete(directory);
    }
  }
}

async function syncNow(directory: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
