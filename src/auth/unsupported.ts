/** Operations of a service model that this server does not have: an honest answer for each. */

import type { ServiceSchema } from "#generated/schema";
import type { OperationTable } from "#kernel/wire/service";
import { notSupported } from "./faults.ts";

/** The operations given and, for every other name of the model, a fault that says so. */
export function withUnsupported(schema: ServiceSchema, operations: OperationTable): OperationTable {
  const missing = Object.keys(schema.operations).filter((name) => !Object.hasOwn(operations, name));
  const refusals = missing.map((name) => [name, refuse(schema.service, name)] as const);
  return { ...Object.fromEntries(refusals), ...operations };
}

function refuse(service: string, name: string): () => Promise<never> {
  return async () => {
    throw notSupported(`${name} of ${service} is not supported by this server.`);
  };
}
