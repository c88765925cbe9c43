/** Steps that bring one resource into being; shared by create, import and clone. */

import type { Step, StepContext } from "#kernel/jobs/job";
import { refusal } from "#control/faults";
import { categoryType } from "#control/lookup";
import type { ControlParts } from "#control/parts";
import { requirePlane, siblingsOf } from "#control/planes";
import type { Provisioned, Provisioner, ProvisionRequest } from "#ports/provisioner";
import { withdrawBackend } from "./backendRows.ts";
import { addressIn, type ResourceInput } from "./resourceInput.ts";

/** What a plane is asked: to create, or to import. */
export type Bring = (
  plane: Provisioner,
  request: ProvisionRequest<unknown>,
  context: StepContext<unknown>,
) => Promise<Provisioned>;

/**
 * Makes sure that the resource's row is there and nobody else's is. The row came with the request; a job that failed and
 * is run again has to put it back.
 */
export async function claimResource(
  parts: ControlParts,
  context: Pick<StepContext<unknown>, "jobId" | "subject">,
  input: ResourceInput,
  importSource?: unknown,
): Promise<void> {
  const { resources, environments } = parts.stores;
  await parts.database.transaction(async (transaction) => {
    const environment = await environments.find(transaction, context.subject, input.environment);
    if (!environment) throw refusal(`Backend environment ${input.environment} is no longer there.`);
    const held = await resources.find(transaction, context.subject, input.environment, input.category);
    if (held?.resourceId === input.resourceId) return;
    if (held)
      throw refusal(
        `Backend environment ${input.environment} has another ${categoryType[input.category]} by now: ${held.resourceName}.`,
      );
    const { environment: name, category, resourceName, resourceId } = input;
    const { jobId, subject } = context;
    const now = parts.clock.now();
    await resources.insert(transaction, {
      resourceId,
      appId: subject,
      environment: name,
      category,
      resourceName,
      importSource,
      jobId,
      now,
    });
  });
}

/** Asks the plane for the resource and records what it answers. */
export async function provisionResource(
  parts: ControlParts,
  context: StepContext<unknown>,
  input: ResourceInput,
  config: unknown,
  bring: Bring,
): Promise<void> {
  const plane = requirePlane(parts, input.category);
  const address = addressIn(context, input);
  const siblings = await siblingsOf(parts, parts.database, address);
  const provisioned = await bring(plane, { ...address, config, siblings }, context);
  await parts.stores.resources.record(parts.database, input.resourceId, provisioned, parts.clock.now());
}

/**
 * Takes a resource away: hidden first, then out of its plane, then its row. Where the plane fails the row stays, hidden,
 * so that a removal can be asked for again.
 */
export async function withdrawResource(
  parts: ControlParts,
  context: StepContext<unknown>,
  input: ResourceInput,
): Promise<void> {
  const { resources } = parts.stores;
  await resources.setState(parts.database, input.resourceId, "REMOVING", parts.clock.now());
  await parts.provisioners[input.category]?.remove(addressIn(context, input), context);
  await resources.remove(parts.database, input.resourceId);
}

export const create: Bring = (plane, request, context) => plane.create(request, context);

/** @throws ProvisionRefusal when the plane cannot attach resources. */
export const attach: Bring = async (plane, request, context) => {
  if (!plane.import) throw refusal(`The plane for ${categoryType[plane.category]} resources cannot import any.`);
  return plane.import(request, context);
};

/** Claim, then provision; a failure of either leaves nothing behind. */
export function bringSteps<Input extends ResourceInput>(
  parts: ControlParts,
  bring: Bring,
  configOf: (input: Input) => unknown,
  importSourceOf: (input: Input) => unknown = () => undefined,
): readonly Step<Input>[] {
  return [
    {
      name: "register",
      async run(context) {
        requirePlane(parts, context.input.category);
        await claimResource(parts, context, context.input, importSourceOf(context.input));
        await context.report(`Registered ${context.input.resourceName} in ${context.input.environment}`);
      },
      undo: (context) => withdrawBackend(parts, context),
    },
    {
      name: "provision",
      async run(context) {
        await provisionResource(parts, context, context.input, configOf(context.input), bring);
        await context.report(`${categoryType[context.input.category]} ${context.input.resourceName} is ready`);
      },
      undo: (context) => withdrawResource(parts, context, context.input),
    },
  ];
}
