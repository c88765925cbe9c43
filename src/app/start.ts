/** Starts a whole server from its settings, and stops it without losing a request. */

import { systemClock } from "#adapters/system/clock";
import type { Credentials } from "#control/accessKeys";
import { createNodeHandler } from "#kernel/wire/nodeHttp";
import type { Log } from "#ports/log";
import { openCertificate } from "./certificate.ts";
import { compose, type House } from "./compose.ts";
import type { Config } from "./config.ts";
import { writeCredentialsFile } from "./credentialsFile.ts";
import { createDoors } from "./doors.ts";
import { createHealth, type Health } from "./health.ts";
import { listen, type Listener } from "./listen.ts";
import { createFrontDoor } from "./routes.ts";
import { createStorageDoor } from "./storageDoor.ts";
import { version } from "./version.ts";

export interface Server {
  /** http address without a slash at the end. */
  readonly url: string;
  readonly credentialsPath: string;
  /** Drains: no new connections, running requests and jobs get the configured time. */
  stop(): Promise<void>;
}

/** A schema of a megabyte, escaped as JSON, still fits. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;
const RENEWAL_MS = 24 * 3_600_000;

/** Answers once requests are served and waiting jobs run. */
export async function start(config: Config, log: Log): Promise<Server> {
  const at = { url: "" };
  const house = await compose(config, log, () => at.url);
  try {
    const health = createHealth(house.house, house.storage, version);
    await house.graphql.start();
    const key = await rootKey(config, house);
    const listener = await open(config, log, house, health);
    const url = `http://${reachable(config.host)}:${listener.port}`;
    at.url = config.publicUrl?.replace(/\/$/, "") ?? url;
    const credentialsPath = await writeCredentialsFile(config.data, {
      ...key,
      region: config.region,
      endpointUrl: url,
    });
    await house.jobs.start();
    house.auth.start();
    house.storage.start();
    health.notReady = undefined;
    const renewal = renewCertificate(config, log, listener);
    return {
      url,
      credentialsPath,
      stop: async () => {
        health.notReady = "stopping";
        clearInterval(renewal);
        await Promise.all([listener.close(config.drainMs), house.jobs.stop(config.drainMs)]);
        await house.close();
      },
    };
  } catch (error) {
    await house.close();
    throw error;
  }
}

async function open(config: Config, log: Log, house: House, health: Health): Promise<Listener> {
  const { control, auth, graphql, storage, metrics, findKey } = house;
  const { metricsKey, port, host } = config;
  const doors = createDoors({ control, auth, graphql, storage, health, metrics, metricsKey, clock: systemClock, log });
  const serve = createFrontDoor(doors);
  return listen({
    port,
    host,
    certificate: await openCertificate(config, systemClock),
    handle: createNodeHandler(serve, {
      maxBodyBytes: MAX_BODY_BYTES,
      onBug: (error, requestId) => log.error({ error, requestId }, "A request failed because of a bug"),
    }),
    upgrade: (req, socket, head) => graphql.realtime.upgrade(req, socket, head),
    farewell: () => graphql.realtime.drain(),
    streams: createStorageDoor({ config, storage, lookup: findKey, metrics, clock: systemClock, log }),
    onError: (error) => log.error({ error }, "The listening socket has a problem"),
  });
}

function rootKey(config: Config, { control }: House): Promise<Credentials> {
  const { rootAccessKeyId: accessKeyId, rootSecretAccessKey: secretAccessKey } = config;
  return control.accessKeys.ensureRoot(accessKeyId ? { accessKeyId, secretAccessKey } : undefined);
}

function renewCertificate(config: Config, log: Log, listener: Listener): NodeJS.Timeout {
  const renew = async (): Promise<void> => {
    try {
      listener.setCertificate(await openCertificate(config, systemClock));
    } catch (error) {
      log.warn({ error }, "The certificate could not be renewed; the old one stays");
    }
  };
  return setInterval(() => void renew(), RENEWAL_MS).unref();
}

/** The address to tell clients when the server listens on all of them. */
function reachable(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}
