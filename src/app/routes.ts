/** The front door: which request goes to which plane, on one screen. */

import { claimedService } from "#kernel/wire/sigv4Claim";
import type { WireRequest } from "#kernel/wire/http";
import { splitTarget } from "#kernel/wire/query";
import { readDocumentPath } from "./documentPath.ts";
import type { Serve } from "./door.ts";

/** Everything that can answer; each does its own authentication. */
export interface Doors {
  readonly health: Serve;
  readonly metrics: Serve;
  /** Ohmstead's own operator API. */
  readonly operator: Serve;
  readonly graphql: Serve;
  /** By X-Amz-Target, at `/`. */
  readonly cognitoIdp: Serve;
  readonly cognitoIdentity: Serve;
  /** Documents that user pools publish. */
  readonly wellKnown: Serve;
  readonly amplify: Serve;
  readonly amplifyBackend: Serve;
}

type Route = readonly [door: keyof Doors, matches: (path: string, request: WireRequest) => boolean];

const below = (prefix: string) => {
  const folder = `${prefix}/`;
  return (path: string): boolean => path === prefix || path.startsWith(folder);
};

const belowBackend = below("/backend");

const targets = (service: string) => {
  const prefix = `${service}.`;
  return (path: string, { headers }: WireRequest): boolean => {
    const target = headers["x-amz-target"];
    return path === "/" && typeof target === "string" && target.startsWith(prefix);
  };
};

/** First match wins; paths are the raw ones, nothing is normalised. */
const routes: readonly Route[] = [
  ["health", (path, { method }) => path === "/health" && (method === "GET" || method === "HEAD")],
  ["metrics", (path, { method }) => path === "/metrics" && method === "GET"],
  ["operator", below("/_ohmstead")],
  ["graphql", below("/graphql")],
  ["cognitoIdp", targets("AWSCognitoIdentityProviderService")],
  ["cognitoIdentity", targets("AWSCognitoIdentityService")],
  ["wellKnown", (path, { method }) => method === "GET" && readDocumentPath(path) !== undefined],
  ["amplify", below("/apps")],
  ["amplify", (path, request) => !belowBackend(path) && claimedService(request) === "amplify"],
  // The control plane also answers what nobody knows, in the AWS error shape.
  ["amplifyBackend", () => true],
];

/** One function that gives each request to its door. Requests of S3 were taken out before, by `storageDoor.ts`: their bodies stream. */
export function createFrontDoor(doors: Doors): Serve {
  return (request) => {
    const path = splitTarget(request.rawUrl).path;
    const route = routes.find(([, matches]) => matches(path, request));
    return doors[route?.[0] ?? "amplifyBackend"](request);
  };
}
