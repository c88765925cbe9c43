/** How concurrent changes of one record are settled. Leaf types; each strategy has a file. */

import type { ResolutionStrategyType } from "#generated/types/amplifyBackend";

type Item = Readonly<Record<string, unknown>>;

/** A change that was made without having seen the newest version of its record. */
export interface Conflict {
  readonly operation: "update" | "delete";
  /** The record as it is stored, by field names, `_version`, `_deleted` and `_lastChangedAt` included. */
  readonly current: Item;
  /** The fields the change gives; null removes one. Without the key and `_version`. */
  readonly change: Item;
  /** The version the client had seen; undefined when it gave none. */
  readonly seen: number | undefined;
  /** The key. */
  readonly key: Item;
}

/**
 * - `write`: these fields are written over the stored record, as its next version
 * - `remove`: the record is deleted, as its next version
 * - `reject`: nothing changes; the client is given the stored record
 */
export type Resolution =
  | { readonly kind: "write"; readonly values: Item }
  | { readonly kind: "remove" }
  | { readonly kind: "reject" };

/** The mutation that met the conflict, as AppSync tells handlers of it. */
export interface Handled {
  readonly fieldName: string;
  readonly arguments: unknown;
  readonly identity: unknown;
  readonly tableName: string;
}

/** Asks the function of LAMBDA. Throws a FieldFault when it fails or answers nonsense. */
export type AskHandler = (conflict: Conflict, about: Handled) => Promise<Resolution>;

export interface ConflictStrategy {
  readonly name: ResolutionStrategyType;
  /** True when records carry _version, _deleted and _lastChangedAt. */
  readonly versioned: boolean;
  /** Settles a conflict at once; absent where a function is asked. */
  resolve?(conflict: Conflict): Resolution;
}
