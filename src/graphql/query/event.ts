/** What a mutation that was committed tells its subscribers. Leaf types. */

export interface MutationEvent {
  /** The mutation's root field. */
  readonly field: string;
  /** Undefined for a mutation the user wrote. */
  readonly model: string | undefined;
  readonly operation: "create" | "update" | "delete" | "custom";
  /** Its answer by field names, whatever aliases its caller chose; what he did not select is not there. */
  readonly data: unknown;
}

/** Where committed mutations are told. */
export interface Publisher {
  /** False when nobody listens to the mutation: then its event need not be made. */
  hears(field: string): boolean;
  publish(event: MutationEvent): void;
}
