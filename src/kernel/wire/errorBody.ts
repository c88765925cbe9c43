/** The JSON form of a fault, shared by the JSON protocols and by refusals before any service is known. */

import type { ServiceSchema } from "#generated/schema";
import { Fault } from "./fault.ts";
import type { WireResponse } from "./http.ts";

/** The members of a fault by wire names, the message first. Members its modelled shape does not have are left out. */
export function errorMembers(schema: ServiceSchema, fault: Fault): Record<string, string> {
  const shape = schema.shapes[schema.errors[fault.code]?.shape ?? ""];
  const members: Record<string, string> = {};
  if (shape?.kind !== "structure") return { message: fault.message };
  for (const [name, { wire }] of Object.entries(shape.members)) {
    const value = name.toLowerCase() === "message" ? fault.message : fault.members[name];
    if (value !== undefined) members[wire] = value;
  }
  members["message"] ??= fault.message;
  return members;
}

/** A fault as both JSON protocols understand it, for requests that reach no service. */
export function renderPlainFault(fault: Fault, requestId: string): WireResponse {
  return {
    status: fault.status,
    headers: {
      "content-type": "application/json",
      "x-amzn-RequestId": requestId,
      "x-amzn-ErrorType": fault.code,
    },
    body: JSON.stringify({ __type: fault.code, message: fault.message }),
  };
}

/** What a caller hears about a bug of ours: nothing but where to look. */
export function internalFailure(requestId: string): Fault {
  return new Fault("InternalFailure", `The request failed inside the server. The log tells more under ${requestId}.`, {
    status: 500,
  });
}
