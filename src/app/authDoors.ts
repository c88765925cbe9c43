/** The doors of the auth plane: cognito-idp, cognito-identity, and the documents that pools publish. */

import type { Auth } from "#auth/auth";
import type { ServiceSchema } from "#generated/schema";
import { cognitoIdentity } from "#generated/wire/cognitoIdentity";
import { cognitoIdp } from "#generated/wire/cognitoIdp";
import { createWireService, type Observation, type OperationTable } from "#kernel/wire/service";
import { createSigV4Verifier, type KnownKey } from "#kernel/wire/sigv4";
import type { WireRequest, WireResponse } from "#kernel/wire/http";
import type { Caller } from "#ports/caller";
import type { Clock } from "#ports/clock";
import type { Log } from "#ports/log";
import { readDocumentPath } from "./documentPath.ts";
import type { Serve } from "./door.ts";

export interface AuthDoorParts {
  readonly auth: Auth;
  readonly lookup: (accessKeyId: string) => Promise<KnownKey<Caller> | undefined>;
  readonly observe: (observation: Observation) => void;
  readonly clock: Clock;
  readonly log: Log;
}

export interface AuthDoors {
  readonly cognitoIdp: Serve;
  readonly cognitoIdentity: Serve;
  /** `/<poolId>/.well-known/jwks.json` and `openid-configuration`. */
  readonly wellKnown: Serve;
}

export function createAuthDoors(parts: AuthDoorParts): AuthDoors {
  const { auth } = parts;
  return {
    cognitoIdp: wireDoor(parts, cognitoIdp, auth.userPools),
    cognitoIdentity: wireDoor(parts, cognitoIdentity, auth.identityPools),
    wellKnown: (request) => answerDocument(auth, request),
  };
}

function wireDoor(parts: AuthDoorParts, schema: ServiceSchema, operations: OperationTable): Serve {
  const { auth, lookup, clock, log, observe } = parts;
  const verify = createSigV4Verifier<Caller>({ service: schema.signingName, clock, lookup });
  return createWireService({
    schema,
    operations,
    inputFaults: auth.inputFaults,
    authenticate: async (request, operation) =>
      auth.unsigned.has(operation) ? { kind: "anonymous" } : (await verify(request)).caller,
    log: log.child({ service: schema.service }),
    observe,
  });
}

async function answerDocument(auth: Auth, { rawUrl, requestId }: WireRequest): Promise<WireResponse> {
  const { poolId = "", document: name } = readDocumentPath(rawUrl.split("?")[0] ?? "") ?? {};
  const document = await (name === "jwks.json" ? auth.jwks(poolId) : auth.discovery(poolId));
  const headers = { "content-type": "application/json", "x-amzn-RequestId": requestId };
  if (document) return { status: 200, headers, body: JSON.stringify(document) };
  const message = `There is no pool ${poolId}.`;
  return { status: 404, headers, body: JSON.stringify({ __type: "ResourceNotFoundException", message }) };
}
