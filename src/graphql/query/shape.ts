/** What the JSON of an answer looks like, so that marks in it can be found and told with path and type. Leaf types. */

import type { ErrorLocation } from "./errors.ts";

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
}
