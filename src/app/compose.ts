/** The composition root: picks adapters, builds the planes and hands each its ports. */

import { join } from "node:path";
import { sqliteDatabases } from "#adapters/database/sqlite/databases";
import { createMemoryFanout } from "#adapters/fanout/memory";
import { createPinoLog } from "#adapters/log/pino";
import { createOutbound } from "#adapters/outbound/guarded";
import { systemClock } from "#adapters/system/clock";
import { systemRandom } from "#adapters/system/random";
import { type Auth, createAuth } from "#auth/auth";
import { migrations as authMigrations } from "#auth/migrations/list";
import { type Control, createControl } from "#control/control";
import { migrations as controlMigrations } from "#control/migrations/list";
import { amplify } from "#generated/wire/amplify";
import { amplifyBackend } from "#generated/wire/amplifyBackend";
import { cognitoIdentity } from "#generated/wire/cognitoIdentity";
import { cognitoIdp } from "#generated/wire/cognitoIdp";
import { s3 } from "#generated/wire/s3";
import { createGraphql, type Graphql } from "#graphql/graphql";
import { deriveKey } from "#kernel/crypto/deriveKey";
import { openMasterKey } from "#kernel/crypto/masterKey";
import { createSealer } from "#kernel/crypto/seal";
import { createJobs } from "#kernel/jobs/engine";
import type { Jobs } from "#kernel/jobs/jobs";
import { jobMigrations } from "#kernel/jobs/migrations/list";
import { createMetrics, type Metrics } from "#kernel/metrics/metrics";
import { migrate } from "#kernel/sql/migrate";
import { sensitiveMembers } from "#kernel/wire/sensitive";
import type { Database, Databases } from "#ports/database";
import type { Fanout } from "#ports/fanout";
import type { Log } from "#ports/log";
import type { Storage } from "#storage/storage";
import type { Config } from "./config.ts";
import { openFunctions } from "./functions.ts";
import { type KeyFinder, keyFinder } from "./keyFinder.ts";
import { openMessages } from "./messages.ts";
import { measureRealtime, realtimeCounter } from "./realtimeMetrics.ts";
import { openStorage } from "./storage.ts";

export interface House {
  readonly databases: Databases;
  readonly house: Database;
  readonly jobs: Jobs;
  readonly control: Control;
  readonly auth: Auth;
  readonly graphql: Graphql;
  readonly storage: Storage;
  readonly metrics: Metrics;
  /** Who holds an access key. */
  readonly findKey: KeyFinder;
  /** Stops what the adapters keep running, then closes the databases. */
  close(): Promise<void>;
}

/** The log of the whole process, on standard error. */
export function createLog(config: Config): Log {
  const sensitive = sensitiveMembers([amplifyBackend, amplify, cognitoIdp, cognitoIdentity, s3]);
  return createPinoLog({ level: config.logLevel, sensitive, destination: process.stderr });
}

/**
 * Opens the data folder, brings its tables up to date and builds every plane. Nothing runs yet.
 * @param baseUrl where clients reach this server; asked only once requests or jobs run
 * @throws FolderInUse, MigrationRefusal, or an Error about the master key, each with a sentence for the operator
 */
export async function compose(config: Config, log: Log, baseUrl: () => string): Promise<House> {
  const databases = sqliteDatabases({ folder: config.data });
  try {
    return await build(config, log, baseUrl, databases);
  } catch (error) {
    await databases.close();
    throw error;
  }
}

function openFanout(log: Log): Fanout {
  return createMemoryFanout((error) => log.error({ error }, "A subscriber's delivery failed"));
}

async function build(config: Config, log: Log, baseUrl: () => string, databases: Databases): Promise<House> {
  const { masterKey: value, region, accountId } = config;
  const masterKey = await openMasterKey(value ? { value } : { path: join(config.data, "master.key") });
  const sealer = createSealer(masterKey);
  const house = await databases.open("house");
  await migrate(house, "jobs", jobMigrations);
  await migrate(house, "control", controlMigrations);
  await migrate(house, "auth", authMigrations);
  const common = { clock: systemClock, random: systemRandom, log, sealer, fanout: openFanout(log) };
  const messages = await openMessages(config, { house, ...common });
  const functions = await openFunctions(config, log);
  const metrics = createMetrics({ processMetrics: true });
  const jobs = createJobs({ database: house, clock: systemClock, log, owner: systemRandom.uuid(), soleOwner: true });
  const auth = createAuth({
    ...common,
    ...messages,
    database: house,
    masterKey,
    functions,
    settings: { region, accountId, baseUrl, issuerForm: "own" },
  });
  // Control needs graphql's provisioner and graphql asks control for keys; the key is looked up only once both are there.
  const keys: { find: KeyFinder } = { find: () => Promise.resolve(undefined) };
  const graphql = createGraphql({
    ...common,
    modes: {
      verifier: auth.verifier,
      standing: auth.standing,
      pools: auth.pools,
      lookup: (accessKeyId, token) => keys.find(accessKeyId, token),
      outbound: createOutbound({ allowed: config.outboundAllow }),
      functions,
    },
    region,
    authorizers: config.graphqlAuthorizers,
    conflictHandlers: config.graphqlConflictHandlers,
    databases,
    house,
    tokenKey: deriveKey(masterKey, "graphql page tokens"),
    baseUrl,
    settings: { first: config.listOrder === "limit-first" ? "limit" : "filter" },
    count: realtimeCounter(metrics),
  });
  measureRealtime(metrics, graphql);
  const storage = await openStorage(config, { ...common, house, poolUse: auth.poolUse });
  const control = createControl({
    ...common,
    database: house,
    jobs,
    provisioners: { api: graphql.provisioner, auth: auth.provisioner, storage: storage.provisioner },
    models: graphql.models,
    buckets: storage.bucketLister,
    outbox: () => messages.outbox.list(),
    tokenKey: deriveKey(masterKey, "control page tokens"),
    region,
    accountId,
  });
  const findKey = keyFinder(control, auth);
  keys.find = findKey;
  const close = async (): Promise<void> => {
    auth.stop();
    metrics.close();
    messages.close();
    await functions.close();
    await graphql.stop();
    await storage.stop();
    await databases.close();
  };
  return { databases, house, jobs, control, auth, graphql, storage, metrics, findKey, close };
}
