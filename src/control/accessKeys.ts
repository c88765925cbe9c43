/** Access keys: the AWS credentials this server knows, with their secrets sealed and looked up in memory. */

import { randomText } from "#kernel/id";
import type { Sealer } from "#kernel/crypto/seal";
import type { AccessKeyCaller } from "#ports/caller";
import type { Clock } from "#ports/clock";
import type { Database } from "#ports/database";
import type { Random } from "#ports/random";
import { badRequest, notFoundHere } from "./faults.ts";
import type { AccessKeyRow, AccessKeyStatus, AccessKeyStore } from "./store/accessKeys.ts";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A key without its secret. */
export type AccessKeyView = Omit<AccessKeyRow, "secretSealed" | "updatedAt">;

export interface KnownAccessKey {
  readonly secret: string;
  readonly caller: AccessKeyCaller;
}

export interface AccessKeys {
  /** Secret and owner of an active key; what SigV4 verification asks. */
  lookup(accessKeyId: string): Promise<KnownAccessKey | undefined>;
  /** Oldest first. */
  list(): Promise<readonly AccessKeyView[]>;
  /** The only time the secret is told. */
  create(description: string): Promise<Credentials>;
  /** @throws NotFoundException, or BadRequestException for the root key. */
  setStatus(accessKeyId: string, status: AccessKeyStatus): Promise<void>;
  /** @throws NotFoundException, or BadRequestException for the root key. */
  remove(accessKeyId: string): Promise<void>;
  /** The root key: the chosen one (which replaces another), the one there is, or a new one. */
  ensureRoot(chosen: Credentials | undefined): Promise<Credentials>;
}

export interface AccessKeyParts {
  readonly database: Database;
  readonly store: AccessKeyStore;
  readonly sealer: Sealer;
  readonly random: Random;
  readonly clock: Clock;
}

const idAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const secretAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Other replicas may change a key; what is remembered here is looked up again after this time. */
const rememberMs = 10_000;
/** Ids come from strangers before anything is verified, so only ids of this form reach the database. */
const idForm = /^[A-Za-z0-9]{16,128}$/;

export function createAccessKeys(parts: AccessKeyParts): AccessKeys {
  const { database, store, clock, random } = parts;
  const remembered = new Map<string, { readonly key: KnownAccessKey; readonly until: number }>();

  async function requireKey(accessKeyId: string, what: string): Promise<void> {
    const key = await store.find(database, accessKeyId);
    if (!key) throw notFoundHere(`There is no access key ${JSON.stringify(accessKeyId.slice(0, 40))}.`);
    if (key.root) throw badRequest(`The root key cannot be ${what}: it is what lets you back in.`);
  }

  return {
    async lookup(accessKeyId) {
      const known = remembered.get(accessKeyId);
      if (known && known.until > clock.now()) return known.key;
      remembered.delete(accessKeyId);
      const row = idForm.test(accessKeyId) ? await store.find(database, accessKeyId) : undefined;
      if (row?.status !== "active") return undefined;
      const key = toKnown(parts.sealer, row);
      remembered.set(accessKeyId, { key, until: clock.now() + rememberMs });
      return key;
    },
    async list() {
      return (await store.list(database)).map(toView);
    },
    async create(description) {
      if (description.length > 255) throw badRequest("description must have at most 255 characters.");
      const made = newCredentials(random);
      await store.insert(database, toRow(parts, made, description, false));
      return made;
    },
    async setStatus(accessKeyId, status) {
      await requireKey(accessKeyId, "disabled");
      await store.setStatus(database, accessKeyId, status, clock.now());
      remembered.delete(accessKeyId);
    },
    async remove(accessKeyId) {
      await requireKey(accessKeyId, "deleted");
      await store.remove(database, accessKeyId);
      remembered.delete(accessKeyId);
    },
    async ensureRoot(chosen) {
      remembered.clear();
      return ensureRoot(parts, chosen);
    },
  };
}

async function ensureRoot(parts: AccessKeyParts, chosen: Credentials | undefined): Promise<Credentials> {
  const { database, store, sealer } = parts;
  if (chosen) checkChosen(chosen);
  return database.transaction(async (transaction) => {
    const held = await store.findRoot(transaction);
    const heldKey = held && { accessKeyId: held.accessKeyId, secretAccessKey: openSecret(sealer, held) };
    if (heldKey && (!chosen || same(heldKey, chosen))) return heldKey;
    if (heldKey) await store.remove(transaction, heldKey.accessKeyId);
    const root = chosen ?? newCredentials(parts.random);
    // A key of that id that was no root key gives way: the operator chose it to be the root key now.
    await store.remove(transaction, root.accessKeyId);
    await store.insert(transaction, toRow(parts, root, "root", true));
    return root;
  });
}

function checkChosen({ accessKeyId, secretAccessKey }: Credentials): void {
  if (!idForm.test(accessKeyId)) throw new Error("The chosen root access key id must be 16 to 128 letters or digits.");
  if (secretAccessKey.length < 20 || secretAccessKey.length > 256) {
    throw new Error("The chosen root secret access key must have 20 to 256 characters.");
  }
}

function same(a: Credentials, b: Credentials): boolean {
  return a.accessKeyId === b.accessKeyId && a.secretAccessKey === b.secretAccessKey;
}

function newCredentials(random: Random): Credentials {
  return {
    accessKeyId: `AKIA${randomText(random, 16, idAlphabet)}`,
    secretAccessKey: randomText(random, 40, secretAlphabet),
  };
}

function purpose(accessKeyId: string): string {
  return `secret of access key ${accessKeyId}`;
}

function openSecret(sealer: Sealer, row: AccessKeyRow): string {
  return sealer.openText(row.secretSealed, purpose(row.accessKeyId));
}

function toKnown(sealer: Sealer, row: AccessKeyRow): KnownAccessKey {
  const { accessKeyId, root } = row;
  return { secret: openSecret(sealer, row), caller: { kind: "accessKey", accessKeyId, root } };
}

function toRow({ sealer, clock }: AccessKeyParts, key: Credentials, description: string, root: boolean): AccessKeyRow {
  const now = clock.now();
  return {
    accessKeyId: key.accessKeyId,
    secretSealed: sealer.seal(key.secretAccessKey, purpose(key.accessKeyId)),
    status: "active",
    root,
    description,
    createdAt: now,
    updatedAt: now,
  };
}

function toView({ secretSealed: _secret, updatedAt: _updated, ...view }: AccessKeyRow): AccessKeyView {
  return view;
}
