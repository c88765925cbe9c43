/** Why a signature is refused, in AWS's names and words. */

import { Fault } from "./fault.ts";

/** The kinds of refusal; a service with other names (S3) brings a table of its own. */
export type SigV4Problem =
  | "missing"
  | "incomplete"
  | "unknownKey"
  | "wrongScope"
  | "skewed"
  | "mismatch"
  | "bodyMismatch"
  | "unsignedPayload"
  | "expiredToken"
  /** A known key, but not the token that belongs to it. */
  | "badToken"
  | "unsignedHeader"
  /** A presigned request after its time. */
  | "expiredLink";

export type SigV4FaultNames = Readonly<Record<SigV4Problem, { readonly code: string; readonly status: number }>>;

/** As the JSON services answer: REST ones with 403, which awsJson1_1 turns into its 400. */
export const jsonSigV4Faults: SigV4FaultNames = {
  missing: { code: "MissingAuthenticationTokenException", status: 403 },
  incomplete: { code: "IncompleteSignatureException", status: 403 },
  unknownKey: { code: "UnrecognizedClientException", status: 403 },
  wrongScope: { code: "InvalidSignatureException", status: 403 },
  skewed: { code: "InvalidSignatureException", status: 403 },
  mismatch: { code: "InvalidSignatureException", status: 403 },
  bodyMismatch: { code: "InvalidSignatureException", status: 403 },
  unsignedPayload: { code: "InvalidSignatureException", status: 403 },
  expiredToken: { code: "ExpiredTokenException", status: 403 },
  badToken: { code: "UnrecognizedClientException", status: 403 },
  unsignedHeader: { code: "InvalidSignatureException", status: 403 },
  expiredLink: { code: "InvalidSignatureException", status: 403 },
};

/** Thrown inside the verifier, which turns it into a fault by its table. */
export class SigV4Refusal extends Error {
  readonly problem: SigV4Problem;

  constructor(problem: SigV4Problem, message: string) {
    super(message);
    this.name = "SigV4Refusal";
    this.problem = problem;
  }
}

export function sigV4Fault(refusal: SigV4Refusal, names: SigV4FaultNames): Fault {
  const { code, status } = names[refusal.problem];
  return new Fault(code, refusal.message, { status });
}
