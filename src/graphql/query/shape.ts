/** What the JSON of an answer looks like, so that marks in it can be found and told with path and type. Leaf types. */

import type { ErrorEntry, ErrorLocation, ErrorPath } from "./errors.ts";
import type { Arguments, Asking } from "./run.ts";

export interface Shape {
  /** Name of the object type. */
  readonly type: string;
  /** By response key. */
  readonly fields: ReadonlyMap<string, FieldShape>;
}

export interface FieldShape {
  readonly name: string;
  /** As AppSync names it in errors: `String`, `[Post]`. */
  readonly type: string;
  readonly required: boolean;
  readonly location: ErrorLocation | undefined;
  /** Of the object, or of each element of the list. */
  readonly inside?: Shape;
  /** Of a field that is asked for outside the database: the engine answers a mark and the record. */
  readonly resolve?: ResolveShape;
}

export type ResolveShape = (
  source: Arguments,
  path: ErrorPath,
  asking: Asking,
  errors: ErrorEntry[],
) => Promise<unknown>;
