/** The blobs port on a folder. */

import { constants } from "node:fs";
import { access, open, readdir, rename, rmdir, stat, statfs, unlink } from "node:fs/promises";
import { join } from "node:path";
import { BlobsUnavailableError } from "#adapters/blobs/failure";
import type { BlobBody, BlobEntry, Blobs, ByteRange, WrittenBlob } from "#ports/blobs";
import type { Random } from "#ports/random";
import { DirectorySync } from "./directorySync.ts";
import { codeOf, translate } from "./errors.ts";
import { FileBody } from "./fileBody.ts";
import { BlobFolder } from "./folder.ts";
import { writeDurably } from "./write.ts";

/** With less than this many bytes free nothing worth mentioning can be stored. */
const LEAST_ROOM = 1024 * 1024;

export interface FilesystemOptions {
  readonly folder: string;
  readonly random: Random;
}

/** Opens the folder, which is made when it is not there. @throws BlobsUnavailable */
export async function openFilesystemBlobs({ folder, random }: FilesystemOptions): Promise<Blobs> {
  const sync = new DirectorySync();
  const blobs = new FilesystemBlobs(new BlobFolder(folder, random, sync), sync);
  await blobs.prepare();
  return blobs;
}

class FilesystemBlobs implements Blobs {
  readonly #folder: BlobFolder;
  readonly #sync: DirectorySync;
  /** Drafts and ids this process is writing; nobody else writes into the folder. */
  readonly #writing = new Set<string>();

  constructor(folder: BlobFolder, sync: DirectorySync) {
    this.#folder = folder;
    this.#sync = sync;
  }

  async prepare(): Promise<void> {
    await this.#guard(() => this.#folder.prepare());
  }

  async write(source: AsyncIterable<Uint8Array>): Promise<WrittenBlob> {
    return this.#guard(async () => {
      const draft = this.#folder.newDraft();
      this.#writing.add(draft);
      try {
        const path = join(this.#folder.unfinished, draft);
        const size = await writeDurably(path, source).catch(async (error: unknown) => discarded(path, error));
        return { blobId: await this.#place(path), size };
      } finally {
        this.#writing.delete(draft);
      }
    });
  }

  /** Gives a finished draft its durable name. */
  async #place(draft: string): Promise<string> {
    let target = draft;
    let blobId: string | undefined;
    try {
      blobId = await this.#folder.newId();
      this.#writing.add(blobId);
      const place = this.#folder.place(blobId);
      if (place === undefined) throw new Error("A new id has a place.");
      await rename(draft, place.path);
      target = place.path;
      await this.#sync.sync(place.directory);
      return blobId;
    } catch (error) {
      if (codeOf(error) === "ENOENT") this.#folder.turnPage();
      return await discarded(target, error);
    } finally {
      if (blobId !== undefined) this.#writing.delete(blobId);
    }
  }

  async read(blobId: string, range?: ByteRange): Promise<BlobBody | undefined> {
    const place = this.#folder.place(blobId);
    if (place === undefined) return undefined;
    return this.#guard(async () => {
      // The open file keeps its bytes, whatever becomes of its name.
      const handle = await open(place.path, "r").catch((error: unknown) => {
        if (codeOf(error) === "ENOENT") return undefined;
        throw error;
      });
      return handle && new FileBody(handle, range, (error) => translate(error, this.#folder.root));
    });
  }

  async remove(blobId: string): Promise<void> {
    const place = this.#folder.place(blobId);
    if (place === undefined) return;
    await this.#guard(async () => {
      await unlink(place.path).catch((error: unknown) => {
        if (codeOf(error) !== "ENOENT") throw error;
      });
    });
  }

  async *list(): AsyncIterable<BlobEntry> {
    const { root } = this.#folder;
    for (const name of await this.#guard(() => readdir(root))) {
      if (!this.#folder.isDirectory(name)) continue;
      const files = await this.#guard(() => readdir(join(root, name)));
      // Fails unless it is still empty; writers don't come back to a directory that was full.
      if (files.length === 0 && !this.#isUsed(name)) await rmdir(join(root, name)).catch(() => undefined);
      for (const file of files) {
        const blobId = `${name}-${file}`;
        if (this.#writing.has(blobId) || this.#folder.place(blobId) === undefined) continue;
        const found = await stat(join(root, name, file)).catch(() => undefined);
        if (found !== undefined) yield { blobId, size: found.size, writtenAt: found.mtimeMs };
      }
    }
  }

  async clearUnfinished(olderThan: number): Promise<void> {
    await this.#guard(async () => {
      for (const draft of await readdir(this.#folder.unfinished)) {
        if (this.#writing.has(draft)) continue;
        const path = join(this.#folder.unfinished, draft);
        const found = await stat(path).catch(() => undefined);
        if (found !== undefined && found.mtimeMs < olderThan) await unlink(path).catch(() => undefined);
      }
    });
  }

  async check(): Promise<void> {
    const { root, unfinished } = this.#folder;
    const { bavail, bsize } = await this.#guard(async () => {
      await access(unfinished, constants.W_OK);
      return statfs(root);
    });
    if (bavail * bsize >= LEAST_ROOM) return;
    throw new BlobsUnavailableError(
      "full",
      `The blobs folder ${root} has no room left; free some, a restart is not needed.`,
    );
  }

  async close(): Promise<void> {
    // Every call opens and closes its own file.
  }

  #isUsed(directory: string): boolean {
    return this.#folder.isCurrent(directory) || [...this.#writing].some((id) => id.startsWith(`${directory}-`));
  }

  async #guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw translate(error, this.#folder.root);
    }
  }
}

/** Removes what failed, then throws why. */
async function discarded(path: string, error: unknown): Promise<never> {
  await unlink(path).catch(() => undefined);
  throw error;
}
