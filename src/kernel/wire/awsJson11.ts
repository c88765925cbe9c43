/** The awsJson1_1 protocol: every operation is a POST to `/` named by X-Amz-Target, all members in one JSON body. */

import type { ServiceSchema } from "#generated/schema";
import { createDecoders } from "./decode.ts";
import { createEncoders } from "./encode.ts";
import { errorMembers } from "./errorBody.ts";
import { Fault } from "./fault.ts";
import type { WireRequest } from "./http.ts";
import { readJsonBody } from "./jsonBody.ts";
import type { Found, Members, OperationCodec, Protocol } from "./protocol.ts";
import { splitTarget } from "./query.ts";

const contentType = "application/x-amz-json-1.1";

export function createAwsJson11(schema: ServiceSchema): Protocol {
  const prefix = `${schema.targetPrefix ?? schema.service}.`;
  const decoderOf = createDecoders(schema);
  const encoderOf = createEncoders(schema);
  const codecs = new Map<string, OperationCodec>(
    Object.entries(schema.operations).map(([name, { input, output }]) => {
      const read = decoderOf(input);
      const write = encoderOf(output);
      return [
        name,
        {
          decode: (request) => read(readJsonBody(request)) as Members,
          encode: (members, requestId) => ({
            status: 200,
            headers: { "content-type": contentType, "x-amzn-RequestId": requestId },
            body: JSON.stringify(write(members)),
          }),
        },
      ];
    }),
  );

  function find({ method, rawUrl, headers }: WireRequest): Found {
    const target = headers["x-amz-target"];
    if (typeof target === "string" && target.startsWith(prefix)) {
      const operation = target.slice(prefix.length);
      const isRoot = splitTarget(rawUrl).path === "/";
      if (method === "POST" && isRoot && codecs.has(operation)) return { operation, labels: [] };
    }
    const shown = typeof target === "string" ? `the X-Amz-Target '${target.slice(0, 200)}'` : "no single X-Amz-Target";
    const message = `${schema.service} has no operation for ${shown}; send POST / with '${prefix}<Operation>'.`;
    throw new Fault("UnknownOperationException", message, { status: 400 });
  }

  return { find, codecs, renderFault: (fault, requestId) => renderFault(schema, fault, requestId) };
}

/** Services of this protocol answer 400 for whatever the caller did, 500 for the rest. */
function renderFault(schema: ServiceSchema, fault: Fault, requestId: string) {
  return {
    status: fault.status >= 500 ? 500 : 400,
    headers: {
      "content-type": contentType,
      "x-amzn-RequestId": requestId,
      "x-amzn-ErrorType": `${fault.code}:`,
      "x-amzn-ErrorMessage": headerSafe(fault.message),
    },
    body: JSON.stringify({ __type: fault.code, ...errorMembers(schema, fault) }),
  };
}

/** Header values hold printable ASCII; anything else becomes a question mark. */
function headerSafe(text: string): string {
  return text.slice(0, 1024).replace(/[^\x20-\x7e]/g, "?");
}
