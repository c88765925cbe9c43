/** A fault: something the caller or the world did, with the name and text that go over the wire. Bugs are ordinary errors. */

export interface FaultDetails {
  /** HTTP status. */
  readonly status: number;
  /** Further members of the error shape, by SDK name (ResourceType, LimitType …). */
  readonly members?: Readonly<Record<string, string>>;
  /** For the log only. */
  readonly detail?: unknown;
}

export class Fault extends Error {
  /** Wire name: `NotFoundException`. */
  readonly code: string;
  readonly status: number;
  readonly members: Readonly<Record<string, string>>;
  readonly detail: unknown;

  constructor(code: string, message: string, details: FaultDetails) {
    super(message);
    this.name = "Fault";
    this.code = code;
    this.status = details.status;
    this.members = details.members ?? {};
    this.detail = details.detail;
  }
}
