/** What is known of a request field: the effect its setting must have, and the tests that see it. */

/** A test by its file and its full title as the source writes it. */
export interface SeenBy {
  readonly file: string;
  readonly title: string;
}

export interface FieldRow {
  /** Operations whose request has the fields. */
  readonly operations: readonly string[];
  /** Members from the request down, `[]` after a list, `{}` after a structure without members. */
  readonly fields: readonly string[];
  readonly effect: string;
  /** Empty: not yet. */
  readonly seenBy: readonly SeenBy[];
  /** What of the effect no test sees, with the reason. */
  readonly notYet?: string;
}

/** Names tests of one file. */
export function testsIn(file: string): (title: string) => SeenBy {
  return (title) => ({ file, title });
}
