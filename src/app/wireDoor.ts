/** Makes a door of an AWS service: its schema and operations with signature checks, log and metrics. */

import type { ServiceSchema } from "#generated/schema";
import type { InputFaultNames } from "#kernel/wire/protocol";
import { createWireService, type Observation, type OperationTable } from "#kernel/wire/service";
import { createSigV4Verifier, type KnownKey } from "#kernel/wire/sigv4";
import type { WireRequest } from "#kernel/wire/http";
import type { Caller } from "#ports/caller";
import type { Clock } from "#ports/clock";
import type { Log } from "#ports/log";
import type { Serve } from "./door.ts";

export interface WireDoorParts {
  /** Secret and owner of an access key. */
  readonly lookup: (accessKeyId: string) => Promise<KnownKey<Caller> | undefined>;
  readonly observe: (observation: Observation) => void;
  readonly clock: Clock;
  readonly log: Log;
}

export interface WiredService {
  readonly schema: ServiceSchema;
  readonly operations: OperationTable;
  /** Operations anybody may call; the others need a signature. */
  readonly unsigned?: ReadonlySet<string>;
  readonly inputFaults?: InputFaultNames;
}

export function wireDoor(parts: WireDoorParts, { unsigned, ...service }: WiredService): Serve {
  const verify = callerOf(parts, service.schema.signingName);
  return createWireService({
    ...service,
    authenticate: async (request, operation) => (unsigned?.has(operation) ? { kind: "anonymous" } : verify(request)),
    log: parts.log.child({ service: service.schema.service }),
    observe: parts.observe,
  });
}

/** Who signed a request for `service`; throws a Fault when nobody did in a valid way. */
export function callerOf({ clock, lookup }: WireDoorParts, service: string): (request: WireRequest) => Promise<Caller> {
  const verify = createSigV4Verifier<Caller>({ service, clock, lookup });
  return async (request) => (await verify(request)).caller;
}
