/** An upgrade request -> which API, and the signed request its credential stands for, in each of the three styles of clients. */

import { isRecord, type JsonRecord } from "#graphql/query/jsonRecord";
import type { WireRequest } from "#kernel/wire/http";
import { splitTarget } from "#kernel/wire/query";

export const subprotocol = "graphql-ws";

const path = /^\/graphql\/([a-z0-9]{1,64})\/realtime\/?$/;

/** The API an upgrade is for; undefined for a path that is no API's. */
export function apiOfUpgrade(rawUrl: string): string | undefined {
  return path.exec(splitTarget(rawUrl).path)?.[1];
}

/** The subprotocols a client offers, in its order. */
export function offered(headers: WireRequest["headers"]): readonly string[] {
  return [headers["sec-websocket-protocol"] ?? []].flat().flatMap((text) => text.split(",").map((each) => each.trim()));
}

/**
 * The request a connection is authorized by, as modes read it: a POST of `{}` to the endpoint's /connect. Its headers
 * come as a second subprotocol `header-<base64url>` (aws-amplify 6, Flutter), as the query parameter `header` in base64
 * (older clients), or are those of the upgrade itself (Android, Swift).
 */
export function connectRequest(upgrade: WireRequest, apiId: string): WireRequest {
  const headers = encoded(upgrade) ?? plain(upgrade.headers);
  return { ...upgrade, method: "POST", rawUrl: `/graphql/${apiId}/connect`, headers, body: Buffer.from("{}") };
}

/** The request a subscription is authorized by: a POST of its JSON to the endpoint. */
export function startRequest(
  upgrade: WireRequest,
  apiId: string,
  authorization: JsonRecord,
  data: string,
): WireRequest {
  const headers = headersIn(authorization);
  return { ...upgrade, method: "POST", rawUrl: `/graphql/${apiId}`, headers, body: Buffer.from(data) };
}

function encoded({ headers, rawUrl }: WireRequest): WireRequest["headers"] | undefined {
  const prefix = "header-";
  const inProtocol = offered(headers).find((each) => each.startsWith(prefix));
  const inQuery = new URLSearchParams(splitTarget(rawUrl).query ?? "").get("header");
  const text = inProtocol?.slice(prefix.length) ?? inQuery;
  if (text === null) return undefined;
  try {
    // "+" of a careless client became a blank.
    const value: unknown = JSON.parse(Buffer.from(text.replaceAll(" ", "+"), "base64").toString("utf8"));
    return isRecord(value) ? headersIn(value) : {};
  } catch {
    return {};
  }
}

/** Clients add it after they have signed; a signature would have to cover it. */
const unsigned = "x-amz-user-agent";

function plain(headers: WireRequest["headers"]): WireRequest["headers"] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== unsigned));
}

function headersIn(value: JsonRecord): WireRequest["headers"] {
  const entries = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return plain(Object.fromEntries(entries.map(([name, text]) => [name.toLowerCase(), text])));
}
