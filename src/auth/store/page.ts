/** A page of a list. */

/** Items in a stable order; `next` is the key of the last one when there are more. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}
