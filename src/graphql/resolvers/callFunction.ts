/** @function: the call as an event to a function of the operator's (AppSync's direct event of Amplify's resolvers). */

import type { FunctionFailure } from "#ports/functions";
import { identityOf } from "./identity.ts";
import { fillIn, type RunStep, StepFailure } from "./resolver.ts";

/** AppSync's own limit. */
const timeoutMs = 30_000;

export const callFunction: RunStep<"function"> = async (step, call, services) => {
  const name = fillIn(step.name, services);
  const event = {
    typeName: call.typeName,
    fieldName: call.fieldName,
    arguments: call.arguments,
    identity: identityOf(call.caller),
    source: call.source,
    request: { headers: call.headers, domainName: null },
    prev: { result: call.previous ?? null },
  };
  const work = services.functions.invoke(name, event, { timeoutMs });
  if (step.invocation === "Event") {
    // Nobody waits for the end; the functions' log tells of failures.
    work.catch(() => undefined);
    return { success: true };
  }
  try {
    return await work;
  } catch (error) {
    if (!isFailure(error)) throw error;
    if (error.reason === "unavailable") throw new StepFailure("Lambda:ResourceNotFoundException", error.message);
    throw new StepFailure(error.reason === "timeout" ? "ExecutionTimeout" : "Lambda:Unhandled", error.message);
  }
};

function isFailure(error: unknown): error is FunctionFailure {
  return error instanceof Error && error.name === "FunctionFailure";
}
