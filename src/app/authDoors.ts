/** The doors of the auth plane: cognito-idp, cognito-identity, and the documents that pools publish. */

import type { Auth } from "#auth/auth";
import { cognitoIdentity } from "#generated/wire/cognitoIdentity";
import { cognitoIdp } from "#generated/wire/cognitoIdp";
import type { WireRequest, WireResponse } from "#kernel/wire/http";
import { splitTarget } from "#kernel/wire/query";
import { readDocumentPath } from "./documentPath.ts";
import type { Serve } from "./door.ts";
import { wireDoor, type WireDoorParts } from "./wireDoor.ts";

export interface AuthDoors {
  readonly cognitoIdp: Serve;
  readonly cognitoIdentity: Serve;
  /** `/<poolId>/.well-known/jwks.json` and `openid-configuration`. */
  readonly wellKnown: Serve;
}

export function createAuthDoors(parts: WireDoorParts, auth: Auth): AuthDoors {
  const { unsigned, inputFaults } = auth;
  return {
    cognitoIdp: wireDoor(parts, { schema: cognitoIdp, operations: auth.userPools, unsigned, inputFaults }),
    cognitoIdentity: wireDoor(parts, {
      schema: cognitoIdentity,
      operations: auth.identityPools,
      unsigned,
      inputFaults,
    }),
    wellKnown: (request) => answerDocument(auth, request),
  };
}

async function answerDocument(auth: Auth, { rawUrl, requestId }: WireRequest): Promise<WireResponse> {
  const { poolId = "", document: name } = readDocumentPath(splitTarget(rawUrl).path) ?? {};
  const document = await (name === "jwks.json" ? auth.jwks(poolId) : auth.discovery(poolId));
  const headers = { "content-type": "application/json", "x-amzn-RequestId": requestId };
  if (document) return { status: 200, headers, body: JSON.stringify(document) };
  const message = `There is no pool ${poolId}.`;
  return { status: 404, headers, body: JSON.stringify({ __type: "ResourceNotFoundException", message }) };
}
