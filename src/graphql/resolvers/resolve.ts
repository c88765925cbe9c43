/** Runs the steps of a field, each with what the one before it answered. */

import type { ResolverStep } from "#graphql/sdl/model";
import { callFunction } from "./callFunction.ts";
import { callHttp } from "./callHttp.ts";
import { type FieldCall, type ResolverServices, StepFailure } from "./resolver.ts";

/** The value of the field, not yet checked against its type. Throws a StepFailure. */
export async function resolveField(
  steps: readonly ResolverStep[],
  call: Omit<FieldCall, "previous">,
  services: ResolverServices,
): Promise<unknown> {
  let previous: unknown = null;
  for (const step of steps) previous = await runStep(step, { ...call, previous }, services);
  return previous;
}

function runStep(step: ResolverStep, call: FieldCall, services: ResolverServices): Promise<unknown> {
  switch (step.kind) {
    case "function":
      return callFunction(step, call, services);
    case "http":
      return callHttp(step, call, services);
    default:
      throw new StepFailure("UnsupportedOperation", "No provider of predictions is configured.");
  }
}
