/** The restJson1 protocol: operations by method and path, members in labels, query, headers and a JSON body. */

import type { ServiceSchema } from "#generated/schema";
import { createDecoders } from "./decode.ts";
import { createEncoders } from "./encode.ts";
import { errorMembers } from "./errorBody.ts";
import { Fault } from "./fault.ts";
import type { WireRequest } from "./http.ts";
import type { Found, Protocol } from "./protocol.ts";
import { splitTarget } from "./query.ts";
import { createRestReader } from "./restRequest.ts";
import { createRestWriter } from "./restResponse.ts";
import { createRouter } from "./route.ts";

export function createRestJson1(schema: ServiceSchema): Protocol {
  const router = createRouter(
    Object.entries(schema.operations).map(([operation, { method, uri }]) => ({ operation, method, uri })),
  );
  const decoderOf = createDecoders(schema);
  const encoderOf = createEncoders(schema);
  const codecs = new Map(
    Object.entries(schema.operations).map(([name, operation]) => {
      const decode = createRestReader(schema, operation, decoderOf);
      return [name, { decode, encode: createRestWriter(schema, operation, encoderOf) }];
    }),
  );

  function find(request: WireRequest): Found {
    const { path } = splitTarget(request.rawUrl);
    const match = router.find(request.method, path);
    if ("operation" in match) return match;
    throw unknownOperation(schema, request.method, path, match.methods);
  }

  return {
    find,
    codecs,
    renderFault: (fault, requestId) => ({
      status: fault.status,
      headers: {
        "content-type": "application/json",
        "x-amzn-RequestId": requestId,
        "x-amzn-ErrorType": fault.code,
      },
      body: JSON.stringify(errorMembers(schema, fault)),
    }),
  };
}

/**
 * Not NotFoundException: that one is modelled and means a missing resource, and a client that takes it
 * for "already deleted" would be misled by a mistyped URL.
 */
function unknownOperation(schema: ServiceSchema, method: string, path: string, methods: readonly string[]): Fault {
  const shown = path.length > 200 ? `${path.slice(0, 200)}...` : path;
  const hint = methods.length > 0 ? ` This path answers ${methods.join(", ")}.` : "";
  return new Fault("UnknownOperationException", `No operation of ${schema.service} is ${method} ${shown}.${hint}`, {
    status: 404,
  });
}
