/** A device that only reads: a first sync of everything, then what changed since, pages resumed where the server went away. */

import { type Note, type NotesApi, syncPage } from "../support/versionedNotes.ts";

export class Follower {
  readonly #api: NotesApi;
  readonly #random: () => number;
  readonly #keeps: boolean;
  readonly #notes = new Map<string, Note>();
  #lastSync = 0;
  #nextToken: string | null = null;
  #wasCut = false;
  pages = 0;
  resumed = 0;

  /** @param keeps false: turns pages of a first sync only as far as the server lives, and begins anew */
  constructor(api: NotesApi, random: () => number, keeps: boolean) {
    this.#api = api;
    this.#random = random;
    this.#keeps = keeps;
  }

  /** Turns pages until the server is gone. */
  async follow(url: string, stopped: () => boolean): Promise<void> {
    if (!this.#keeps) {
      this.#notes.clear();
      this.#lastSync = 0;
      this.#nextToken = null;
    }
    while (!stopped()) {
      try {
        await this.#page(url, 1 + Math.floor(this.#random() * 40));
      } catch {
        this.#wasCut = true;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
  }

  /** Ends the sync that was cut off, and one more. */
  async catchUp(url: string): Promise<void> {
    while (this.#nextToken !== null) await this.#page(url, 100);
    do await this.#page(url, 100);
    while (this.#nextToken !== null);
  }

  /** Where it differs from all that the server has. */
  gaps(server: ReadonlyMap<string, Note>): readonly string[] {
    const problems: string[] = [];
    for (const [id, note] of server) {
      const own = this.#notes.get(id);
      if (JSON.stringify(own) !== JSON.stringify(note))
        problems.push(`${id} is at version ${note._version} and was seen at ${own?._version ?? "none"}`);
    }
    for (const id of this.#notes.keys()) if (!server.has(id)) problems.push(`${id} was seen and is gone`);
    return problems;
  }

  async #page(url: string, limit: number): Promise<void> {
    const resumes = this.#wasCut && this.#nextToken !== null;
    const { items, nextToken, startedAt } = await syncPage(url, this.#api, {
      lastSync: this.#lastSync,
      nextToken: this.#nextToken,
      limit,
    });
    for (const note of items) this.#notes.set(note.id, note);
    this.#nextToken = nextToken;
    if (nextToken === null) this.#lastSync = startedAt;
    this.#wasCut = false;
    this.pages += 1;
    if (resumes) this.resumed += 1;
  }
}
