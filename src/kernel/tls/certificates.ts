/** Keeps the local authority and leaf in a folder: made at first start, renewed before they end. */

import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { type KeyedCertificate, makeAuthority, makeLeaf } from "./authority.ts";
import { endOf, isGoodAuthority, isGoodLeaf } from "./inspect.ts";

export interface CertificateOptions {
  /** `<data>/tls`. */
  readonly folder: string;
  /** Host names, wildcards and addresses the leaf is for. */
  readonly names: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export interface Certificates extends KeyedCertificate {
  /** What clients must trust. */
  readonly caPath: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** True when the authority is new, so that clients must trust it anew. */
  readonly authorityIsNew: boolean;
}

const day = 86_400_000;
/** A leaf must always fit into what is left of its authority. */
const renewAuthorityBefore = 400 * day;
const renewLeafBefore = 30 * day;

/**
 * The certificate to serve with. Files: ca.pem, ca.key, leaf.pem, leaf.key, the keys with mode 0600.
 * What is missing, damaged, about to end, or for other names is made anew. Call it daily to renew in time.
 */
export async function openCertificates({ folder, names, now }: CertificateOptions): Promise<Certificates> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const caPath = join(folder, "ca.pem");

  let authority = await readPair(folder, "ca");
  const authorityIsNew = !authority || !isGoodAuthority(authority, names, now + renewAuthorityBefore);
  if (!authority || authorityIsNew) {
    authority = await makeAuthority({ names, now });
    await writePair(folder, "ca", authority);
  }
  let leaf = await readPair(folder, "leaf");
  if (!leaf || !isGoodLeaf(leaf, authority.cert, names, now + renewLeafBefore)) {
    leaf = await makeLeaf(authority, { names, now });
    await writePair(folder, "leaf", leaf);
  }
  return { ...leaf, caPath, expiresAt: endOf(leaf.cert), authorityIsNew };
}

async function readPair(folder: string, name: string): Promise<KeyedCertificate | undefined> {
  try {
    const [cert, key] = await Promise.all([
      readFile(join(folder, `${name}.pem`), "utf8"),
      readFile(join(folder, `${name}.key`), "utf8"),
    ]);
    return { cert, key };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** Each file is replaced whole; should the process die in between, the pair does not match and is made again. */
async function writePair(folder: string, name: string, { cert, key }: KeyedCertificate): Promise<void> {
  await replaceFile(join(folder, `${name}.key`), key, 0o600);
  await replaceFile(join(folder, `${name}.pem`), cert, 0o644);
}

async function replaceFile(path: string, text: string, mode: number): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  const file = await open(draft, "wx", mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}
