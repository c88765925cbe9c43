/** Writes the output of a restJson1 operation: status, headers and a JSON body that is never the literal null. */

import type { OperationSchema, ServiceSchema } from "#generated/schema";
import { type Encoder, structureEncoder } from "./encode.ts";
import type { OperationCodec } from "./protocol.ts";
import { structureOf } from "./structureOf.ts";
import { headerText } from "./textValue.ts";

/** Compiles how the output of one operation is written. */
export function createRestWriter(
  schema: ServiceSchema,
  operation: OperationSchema,
  encoderOf: (shape: string) => Encoder,
): OperationCodec["encode"] {
  const entries = Object.entries(structureOf(schema, operation.output).members);
  const inBody = entries.filter(([, member]) => member.location === undefined);
  const elsewhere = entries.filter(([, member]) => member.location !== undefined);
  const encodeBody = structureEncoder(
    operation.output,
    { kind: "structure", members: Object.fromEntries(inBody) },
    encoderOf,
  );

  return (output, requestId) => {
    const headers: Record<string, string> = { "content-type": "application/json", "x-amzn-RequestId": requestId };
    let status = operation.status;
    let body: string | Uint8Array | undefined;
    for (const [name, { location, wire, shape }] of elsewhere) {
      const value = output[name];
      if (value === undefined || value === null) continue;
      if (location === "status") status = Number(value);
      else if (location === "header") headers[wire] = headerText(schema, shape, value);
      else if (location === "payload") body = payload(value, encoderOf(shape));
      else throw new Error(`An output member cannot travel as ${location}: ${name} of ${operation.output}.`);
    }
    return { status, headers, body: body ?? JSON.stringify(encodeBody(output)) };
  };
}

function payload(value: unknown, encode: Encoder): string | Uint8Array {
  if (typeof value === "string" || value instanceof Uint8Array) return value;
  return JSON.stringify(encode(value));
}
