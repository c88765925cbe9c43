/** The door of the S3 data path: which requests it takes, past the front door, since their bodies stream. */

import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import type { Metrics } from "#kernel/metrics/metrics";
import type { Clock } from "#ports/clock";
import type { Log } from "#ports/log";
import { latest } from "#kernel/latest";
import { headerIn } from "#kernel/wire/rawHeaders";
import { isS3Host } from "#storage/http/address";
import { createS3Handler } from "#storage/http/handler";
import type { Storage } from "#storage/storage";
import type { Config } from "./config.ts";
import type { KeyFinder } from "./keyFinder.ts";
import type { ListenOptions } from "./listen.ts";

export interface StorageDoorParts {
  readonly config: Config;
  readonly storage: Storage;
  readonly lookup: KeyFinder;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Log;
}

/** A credential scope of S3, in a header or escaped in a query. */
const s3Scope = /(?:\/|%2f)s3(?:\/|%2f)aws4_request/i;
/** Version 2 of the signature exists for S3 only. */
const sigV2Link = /[?&]AWSAccessKeyId=/;

export function createStorageDoor(parts: StorageDoorParts): NonNullable<ListenOptions["streams"]> {
  const { config, storage, lookup, metrics, clock, log } = parts;
  const { region, accountId } = config;
  const hosts = hostNames(config);
  // Most requests name the host of the one before.
  const isHost = latest((name: string) => isS3Host(name, hosts));
  const handle = createS3Handler({
    parts: { ...storage, clock, region, accountId },
    lookup,
    hosts,
    clock,
    log: log.child({ service: "S3" }),
    observe: (observation) => metrics.request(observation),
  });
  return { accepts: (req) => isForS3(req, isHost), handle };
}

/** By its host, or by what it is signed for. */
function isForS3({ rawHeaders, url = "" }: IncomingMessage, isHost: (host: string) => boolean): boolean {
  const host = headerIn(rawHeaders, "host");
  const authorization = headerIn(rawHeaders, "authorization");
  if (host !== undefined && isHost(host)) return true;
  if (authorization !== undefined) return authorization.startsWith("AWS ") || s3Scope.test(authorization);
  return url.includes("?") && ((url.includes("X-Amz-Credential=") && s3Scope.test(url)) || sigV2Link.test(url));
}

/** Names this server is reached by; a bucket may stand before each. */
function hostNames({ publicUrl, host }: Config): string[] {
  const names = ["localhost", host, ...(publicUrl ? [new URL(publicUrl).hostname] : [])];
  return [...new Set(names.map((name) => name.toLowerCase()))].filter((name) => isIP(name) === 0);
}
