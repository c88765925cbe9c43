/** Port: calling a user's function (a trigger) in a place where it can do no harm to the server. */

export interface Functions {
  /**
   * Calls the function with a JSON-able event and answers what it returned.
   * @param name as the pool's settings have it: an ARN, an address or the name of a local module
   * @throws FunctionFailure when there is no such function, it throws, or the time limit passes
   */
  invoke(name: string, event: unknown, options: { readonly timeoutMs: number }): Promise<unknown>;
}

/** Checked by `name`. `reason` tells a thrown error of the function from a failure to run it. */
export interface FunctionFailure extends Error {
  readonly name: "FunctionFailure";
  readonly reason: "threw" | "timeout" | "unavailable";
}
