/** A device as the protocol has it: local records, an outbox, a sync since the last one, events of others; cut off at any moment. */

import {
  askNotes,
  getNote,
  mutationOf,
  type Note,
  type NotesApi,
  type NotesAnswer,
  type SyncPage,
  syncPage,
} from "../support/versionedNotes.ts";
import { Live } from "./live.ts";
import { type Change, type Fields, Outbox } from "./outbox.ts";

export interface DeviceOptions {
  readonly url: string;
  readonly api: NotesApi;
  readonly random: () => number;
  /** As Android and Swift do, and JavaScript does not: what is older than the own record is passed over, and no event is forgotten. */
  readonly compares: boolean;
  /** What it does about a conflict: takes the server's record, or writes its change over it as JavaScript does unless told otherwise. */
  readonly discards: boolean;
}

const mostAttempts = 10;

class CutOff extends Error {}

export class Device {
  readonly #options: DeviceOptions;
  readonly #notes = new Map<string, Note | (Fields & { readonly id: string })>();
  readonly #outbox = new Outbox();
  /** The newest version taken over of each record, deleted ones too. */
  readonly #taken = new Map<string, number>();
  /** What came of records whose own change was on its way. */
  readonly #passedOver = new Map<string, Note>();
  #lastSync = 0;
  #live: Live | undefined;
  /** Events wait here until the sync is over. */
  #waiting: Note[] | undefined;
  #isCut = true;
  #work: Promise<void> = Promise.resolve();
  /** The chance that a request is cut off: before the server gets it, or on the way back. */
  trouble = 0;
  /** What the server would not take, but for conflicts and keys that are taken. */
  readonly refusals: string[] = [];

  constructor(options: DeviceOptions) {
    this.#options = options;
  }

  get isOnline(): boolean {
    return !this.#isCut;
  }

  get ids(): readonly string[] {
    return [...this.#notes.keys()];
  }

  /** What it shows its user, by id. */
  get state(): ReadonlyMap<string, Fields> {
    return this.#notes;
  }

  create(id: string, fields: Fields): void {
    this.#notes.set(id, { id, ...fields });
    this.#change({ operation: "create", id, fields, version: undefined });
  }

  update(id: string, fields: Fields): void {
    const note = this.#notes.get(id);
    if (note === undefined) return;
    this.#notes.set(id, { ...note, ...fields });
    this.#change({ operation: "update", id, fields, version: versionOf(note) });
  }

  delete(id: string): void {
    const note = this.#notes.get(id);
    if (note === undefined) return;
    this.#notes.delete(id);
    this.#change({ operation: "delete", id, fields: {}, version: versionOf(note) });
  }

  /** Subscribes, syncs and sends the outbox; tries again until all is done or it is cut off. */
  connect(): Promise<void> {
    this.#isCut = false;
    return this.#queue(async () => {
      while (!this.#isCut) {
        try {
          if (this.#live === undefined) await this.#catchUp();
          await this.#drain();
          return;
        } catch (error) {
          if (!isLoss(error)) throw error;
          this.#hangUp();
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      }
    });
  }

  /** What is under way fails. */
  async cut(): Promise<void> {
    this.#isCut = true;
    this.#hangUp();
    await this.#work;
  }

  /** Waits until nothing is under way. */
  async settled(): Promise<void> {
    await this.#work;
  }

  #change(change: Change): void {
    this.#outbox.add(change);
    if (!this.#isCut) void this.connect();
  }

  #queue(work: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(work);
    return this.#work;
  }

  #hangUp(): void {
    this.#live?.close();
    this.#live = undefined;
    this.#waiting = undefined;
  }

  async #catchUp(): Promise<void> {
    const { url, api } = this.#options;
    const waiting: Note[] = [];
    this.#waiting = waiting;
    const live = await Live.open(
      url,
      api,
      (note) => (this.#waiting === undefined ? this.#merge(note) : this.#waiting.push(note)),
      () => undefined,
    );
    if (this.#isCut) live.close();
    else this.#live = live;
    let nextToken: string | null = null;
    do {
      const variables: object = { lastSync: this.#lastSync, nextToken, limit: 7 };
      const page: SyncPage = await this.#request(() => syncPage(url, api, variables));
      for (const note of page.items) this.#merge(note);
      ({ nextToken } = page);
      if (nextToken === null) this.#lastSync = page.startedAt;
    } while (nextToken !== null);
    this.#waiting = undefined;
    for (const note of waiting) this.#merge(note);
  }

  async #drain(): Promise<void> {
    for (let change = this.#outbox.peek(); change !== undefined; change = this.#outbox.peek()) {
      const answer = await this.#send(change);
      this.#outbox.done(answer);
      if (answer !== undefined) this.#merge(answer);
      const passedOver = this.#passedOver.get(change.id);
      if (passedOver !== undefined) this.#merge(passedOver);
    }
  }

  /** The record as the server has it then; undefined when it does not say. */
  async #send(change: Change, attempt = 1): Promise<Note | undefined> {
    const { operation, id, fields, version } = change;
    const input = {
      id,
      ...(operation === "delete" ? {} : fields),
      ...(version === undefined ? {} : { _version: version }),
    };
    const { data, errors } = await this.#ask(mutationOf(operation), { input });
    const [error] = errors ?? [];
    if (error === undefined) return data?.[`${operation}Note`] as Note;
    const stored = (error.data ?? undefined) as Note | undefined;
    if (error.errorType === "ConflictUnhandled") {
      if (!this.#options.discards && attempt < mostAttempts)
        return this.#send({ ...change, version: stored?._version }, attempt + 1);
      const newest = await this.#ask(getNote, { id });
      return (newest.data?.["getNote"] ?? undefined) as Note | undefined;
    }
    if (error.errorType !== "ConditionalCheckFailedException")
      this.refusals.push(`${operation} ${id}: ${error.message}`);
    return stored;
  }

  #ask(query: string, variables: object): Promise<NotesAnswer> {
    const { url, api } = this.#options;
    return this.#request(() => askNotes(url, api, query, variables));
  }

  async #request<T>(send: () => Promise<T>): Promise<T> {
    const { random } = this.#options;
    const fate = random();
    if (this.#isCut || fate < this.trouble / 2) throw new CutOff();
    const answer = await send();
    if (this.#isCut || fate < this.trouble) throw new CutOff();
    return answer;
  }

  #merge(note: Note): void {
    const { id, _version } = note;
    const { compares } = this.#options;
    if (compares && (this.#taken.get(id) ?? 0) > _version) return;
    if (this.#outbox.has(id)) {
      if (compares && (this.#passedOver.get(id)?._version ?? 0) < _version) this.#passedOver.set(id, note);
      return;
    }
    this.#passedOver.delete(id);
    this.#taken.set(id, _version);
    if (note._deleted === true) this.#notes.delete(note.id);
    else this.#notes.set(note.id, note);
  }
}

function versionOf(note: Fields | undefined): number | undefined {
  return note?.["_version"] as number | undefined;
}

function isLoss(error: unknown): boolean {
  return error instanceof CutOff || error instanceof TypeError || (error as Error).message === "closed";
}
