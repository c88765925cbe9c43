/** Asks for a field outside the database; its failure is the field's. */

import type { ResolverStep } from "#graphql/sdl/model";
import { resolveField } from "#graphql/resolvers/resolve";
import { type FieldCall, StepFailure } from "#graphql/resolvers/resolver";
import type { Api } from "./api.ts";
import { FieldFault } from "./errors.ts";
import type { Asking } from "./run.ts";

/** The value, not yet checked against the field's type. Throws a FieldFault. */
export async function askSteps(
  { resolvers }: Api,
  steps: readonly ResolverStep[],
  call: Pick<FieldCall, "typeName" | "fieldName" | "arguments" | "source">,
  { caller, headers }: Asking,
): Promise<unknown> {
  try {
    return await resolveField(steps, { ...call, caller, headers }, resolvers);
  } catch (error) {
    throw error instanceof StepFailure ? new FieldFault(error.errorType, error.message) : error;
  }
}
