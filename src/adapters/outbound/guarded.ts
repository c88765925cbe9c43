/** HTTP to the outside that checks the address it really connects to, so that a name that changes its mind cannot lead inside. */

import { lookup } from "node:dns";
import { type ClientRequest, type IncomingMessage, request as requestHttp, type RequestOptions } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import type { Outbound, OutboundRequest, OutboundResponse } from "#ports/outbound";
import { isPublic } from "./addresses.ts";
import { RequestFailure } from "./failure.ts";

export interface OutboundOptions {
  /** `host` or `host:port` the operator allows although they are not public; `*` allows every address. */
  readonly allowed: readonly string[];
}

export function createOutbound({ allowed }: OutboundOptions): Outbound {
  const open = new Set(allowed.map((each) => each.toLowerCase()));
  return {
    async request(request) {
      const url = readUrl(request.url);
      const host = url.hostname.replace(/^\[|\]$/g, "");
      const isAllowed = open.has("*") || open.has(host.toLowerCase()) || open.has(url.host.toLowerCase());
      if (!isAllowed && isIP(host) !== 0 && !isPublic(host)) throw refused(url);
      return await exchange(url, request, isAllowed ? undefined : publicOnly(url));
    },
  };
}

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !["http:", "https:"].includes(url.protocol) || url.username + url.password !== "") {
    throw new RequestFailure("refused", `"${text}" is not an http or https address without user and password.`);
  }
  return url;
}

function refused(url: URL): RequestFailure {
  return new RequestFailure(
    "refused",
    `${url.host} is not a public address. The operator can allow it with OHMSTEAD_OUTBOUND_ALLOW=${url.host}.`,
  );
}

/** Looks a name up and lets only public addresses through; the connection then goes to just these. */
function publicOnly(url: URL): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, "", 0);
      const fit = addresses.filter(({ address }) => isPublic(address));
      const [first] = fit;
      if (first === undefined) return callback(refused(url), "", 0);
      if (options.all === true) callback(null, fit);
      else callback(null, first.address, first.family);
    });
  };
}

function exchange(url: URL, request: OutboundRequest, find: LookupFunction | undefined): Promise<OutboundResponse> {
  const signal = AbortSignal.timeout(request.timeoutMs);
  const options: RequestOptions = {
    method: request.method,
    headers: { ...request.headers },
    signal,
    // A kept connection would skip the look-up.
    agent: false,
    ...(find === undefined ? {} : { lookup: find }),
  };
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => reject(failureOf(error, url, signal.aborted, request.timeoutMs));
    const send = url.protocol === "https:" ? requestHttps : requestHttp;
    const sent: ClientRequest = send(url, options, (response) => {
      const { statusCode: status = 0, headers } = response;
      collect(response, request.maxBytes, url).then((body) => resolve({ status, headers, body }), fail);
    });
    sent.on("error", fail);
    sent.end(request.body);
  });
}

async function collect(response: IncomingMessage, maxBytes: number, url: URL): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let held = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    held += part.byteLength;
    // Leaving the loop ends the transfer.
    if (held > maxBytes) throw new RequestFailure("tooLarge", `${url.host} answered more than ${maxBytes} bytes.`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function failureOf(error: unknown, url: URL, isLate: boolean, timeoutMs: number): RequestFailure {
  if (error instanceof RequestFailure) return error;
  if (isLate) return new RequestFailure("timeout", `${url.host} did not answer within ${timeoutMs} ms.`, error);
  const code = (error as NodeJS.ErrnoException).code ?? "no connection";
  return new RequestFailure("unreachable", `${url.host} could not be reached (${code}).`, error);
}
