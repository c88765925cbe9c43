/** One run of a root field: who asks, and the arguments he gave. Leaf types. */

import type { SqlValue } from "#ports/database";
import type { Variables } from "./coerce.ts";
import type { ApiCaller } from "#graphql/access/caller";
import type { FieldFault } from "./errors.ts";

/** Coerced arguments; one that was not given and has no default is absent. */
export type Arguments = Readonly<Record<string, unknown>>;

/** Who runs a plan. A plan serves all callers of one shape; what it needs of this one it binds. */
export interface Asking {
  readonly caller: ApiCaller;
  readonly requestId: string;
  readonly variables: Variables;
  /** Of the request, for fields that are resolved outside the database. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** To be called in the very turn in which the write of a mutation was committed; the name is the same for writes of one record. */
  readonly committed?: ((name: () => string) => void) | undefined;
}

export interface Run extends Asking {
  /** Of a sync: when it began, in milliseconds since the epoch. */
  readonly startedAt?: number;
  /** Arguments of the fields that take some, by their number; 0 is the root field. */
  readonly args: readonly Arguments[];
  /** Where pages begin, by the same numbers; undefined for first pages and for fields that are no pages. */
  readonly starts: readonly (readonly SqlValue[] | undefined)[];
  /** Why nested fields cannot be answered, by the same numbers; printing may find more. */
  readonly faults: Map<number, FieldFault>;
  /** True when the limits alone let it read more records than one root field may: then they are counted. */
  readonly guarded: boolean;
}
