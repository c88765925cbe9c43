/** The form of `constraints/<service>.json`: what botocore's models say and the JavaScript clients leave out. */

export interface ShapeConstraint {
  /** Which number a number is. */
  readonly type?: "integer" | "long" | "double" | "float";
  readonly min?: number;
  readonly max?: number;
  /** As the model writes it. */
  readonly pattern?: string;
  /** Shape of a list's elements, of a map's keys and values, where those are constrained. */
  readonly member?: string;
  readonly key?: string;
  readonly value?: string;
}

/** Which members of an operation carry its pages. */
export interface Paginator {
  readonly inputToken: string;
  readonly outputToken: string;
  readonly limit: string;
  readonly result: string;
}

export interface Constraints {
  readonly source: string;
  /** Shape names by structure and member; only of members whose shape is constrained or a number. */
  readonly members: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly shapes: Readonly<Record<string, ShapeConstraint>>;
  /** By operation. */
  readonly paginators: Readonly<Record<string, Paginator>>;
}
