/** How much one socket may ask for, and how long things wait. Bytes and milliseconds. */

import type { PaceLimits } from "./pace.ts";

export interface RealtimeLimits {
  /** Subscriptions of one connection; AppSync's own number. */
  readonly subscriptions: number;
  /** Bytes of one message from a client. */
  readonly frame: number;
  /** Bytes that may wait for a reader before he is cut. */
  readonly buffered: number;
  /** Messages of one client that may wait; while more come, nothing is read from him. */
  readonly queued: number;
  /** How fast one client may send. */
  readonly pace: PaceLimits;
  /** Events of one subscription that may wait while its credential is looked at. */
  readonly waiting: number;
  /** Messages that are no messages, before the connection is closed. */
  readonly mistakes: number;
  /** From the open socket to connection_init. */
  readonly init: number;
  /** Between two ka messages; clients get restless after 60 s. */
  readonly keepAlive: number;
  /** What connection_ack tells clients: without a message for so long they connect anew. */
  readonly connectionTimeout: number;
  /** A connection's whole life; AppSync's own number. */
  readonly life: number;
  /** A good credential is not looked at again for so long. */
  readonly trusted: number;
  /** How often all subscriptions are looked at, whether anything is delivered or not. */
  readonly sweep: number;
  /** How often connections are looked at. */
  readonly tick: number;
}

export const standardLimits: RealtimeLimits = {
  subscriptions: 100,
  frame: 256 * 1024,
  buffered: 1024 * 1024,
  queued: 64,
  pace: { burst: 400, rate: 200 },
  waiting: 1000,
  mistakes: 20,
  init: 15_000,
  keepAlive: 45_000,
  connectionTimeout: 300_000,
  life: 24 * 3_600_000,
  trusted: 1_000,
  sweep: 30_000,
  tick: 5_000,
};
