/** Where the master key comes from: a value the operator gives, or a file made at first start. */

import { randomBytes, randomUUID } from "node:crypto";
import { link, mkdir, open, readFile, stat, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Either the key itself (64 hex digits or base64 of 32 bytes), or the path of the file that keeps it. */
export type MasterKeySource = { readonly value: string } | { readonly path: string };

/**
 * The 32 bytes of the master key. A missing file is made with a fresh key, mode 0600, whole or not at all;
 * of several servers that start at once all get the same one.
 * Throws an Error that says what to do when the value is no key or the file is readable by others.
 */
export async function openMasterKey(source: MasterKeySource): Promise<Uint8Array> {
  if ("value" in source) return parseKey(source.value, "The given master key");
  const existing = await readKeyFile(source.path);
  if (existing) return existing;
  await writeNewKeyFile(source.path);
  const made = await readKeyFile(source.path);
  if (!made) throw new Error(`The master key file ${source.path} vanished while it was being made.`);
  return made;
}

function parseKey(text: string, what: string): Uint8Array {
  const trimmed = text.trim();
  const key = /^[0-9a-fA-F]{64}$/.test(trimmed) ? Buffer.from(trimmed, "hex") : Buffer.from(trimmed, "base64");
  if (key.byteLength === 32) return new Uint8Array(key);
  throw new Error(`${what} must be 32 bytes, written as 64 hex digits or as base64 (44 characters).`);
}

async function readKeyFile(path: string): Promise<Uint8Array | undefined> {
  try {
    const { mode } = await stat(path);
    if (process.platform !== "win32" && (mode & 0o077) !== 0) {
      throw new Error(`The master key file ${path} can be read by others. Run: chmod 600 ${path}`);
    }
    return parseKey(await readFile(path, "utf8"), `The master key file ${path}`);
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** Writes beside the place and links into it: the file is never there half written, and a rival's file is never replaced. */
async function writeNewKeyFile(path: string): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, `.key-${randomUUID()}`);
  const file = await open(draft, "wx", 0o600);
  try {
    await file.writeFile(`${randomBytes(32).toString("base64")}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(draft, path);
    await syncFolder(folder);
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
  } finally {
    await unlink(draft);
  }
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
