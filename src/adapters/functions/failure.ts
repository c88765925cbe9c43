/** A call of a function that ended badly. */

import type { FunctionFailure } from "#ports/functions";

export class CallFailure extends Error implements FunctionFailure {
  override readonly name = "FunctionFailure";
  readonly reason: FunctionFailure["reason"];

  constructor(reason: FunctionFailure["reason"], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.reason = reason;
  }
}

/** Bytes an answer may have, as AWS Lambda limits them. */
export const largestAnswer = 6 * 1024 * 1024;

export const tooLate = (name: string, timeoutMs: number): CallFailure =>
  new CallFailure("timeout", `The function ${name} did not answer within ${timeoutMs} ms`);

export const tooLarge = (name: string): CallFailure =>
  new CallFailure("unavailable", `The function ${name} answered more than ${largestAnswer} bytes`);
