/** Where blobs lie in the folder: one directory after the other is filled, so that writers at one time share a directory. */

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { randomText } from "#kernel/id";
import type { Random } from "#ports/random";
import type { DirectorySync } from "./directorySync.ts";

const FILES_PER_DIRECTORY = 4096;
const NAME = 8;
const ids = /^([a-z0-9]{8})-([a-z0-9]{20})$/;
const directories = /^[a-z0-9]{8}$/;

export class BlobFolder {
  readonly root: string;
  /** Blobs that are being written; on the same disk, so that a rename ends the writing. */
  readonly unfinished: string;
  readonly #random: Random;
  readonly #sync: DirectorySync;
  #current: { readonly name: string; readonly ready: Promise<void>; left: number } | undefined;

  constructor(root: string, random: Random, sync: DirectorySync) {
    this.root = root;
    this.unfinished = join(root, "unfinished");
    this.#random = random;
    this.#sync = sync;
  }

  async prepare(): Promise<void> {
    await mkdir(this.unfinished, { recursive: true, mode: 0o700 });
    await this.#sync.sync(this.root);
  }

  /** A name under `unfinished`. */
  newDraft(): string {
    return randomText(this.#random, 20);
  }

  /** An id whose directory is there and durable. */
  async newId(): Promise<string> {
    if (this.#current === undefined || this.#current.left === 0) {
      const name = randomText(this.#random, NAME);
      this.#current = { name, ready: this.#make(name), left: FILES_PER_DIRECTORY };
    }
    const { name, ready } = this.#current;
    this.#current.left -= 1;
    await ready;
    return `${name}-${randomText(this.#random, 20)}`;
  }

  /** Directory and path of a blob; undefined for a text that is no id of ours, so that none can leave the folder. */
  place(blobId: string): { readonly directory: string; readonly path: string } | undefined {
    const [, name, file] = ids.exec(blobId) ?? [];
    if (name === undefined || file === undefined) return undefined;
    const directory = join(this.root, name);
    return { directory, path: join(directory, file) };
  }

  /** Whether a directory of this name holds blobs and is not the one being filled. */
  isDirectory(name: string): boolean {
    return directories.test(name);
  }

  isCurrent(name: string): boolean {
    return this.#current?.name === name;
  }

  /** Another directory is begun by the next write: this one is gone or cannot be written. */
  turnPage(): void {
    this.#current = undefined;
  }

  async #make(name: string): Promise<void> {
    try {
      await mkdir(join(this.root, name), { recursive: true, mode: 0o700 });
      await this.#sync.sync(this.root);
    } catch (error) {
      this.turnPage();
      throw error;
    }
  }
}
