/** The log port on pino: one JSON line an event, secrets masked. */

import { type DestinationStream, type Logger, pino } from "pino";
import type { Log, LogFields } from "#ports/log";
import { createMask } from "./mask.ts";

export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

export interface PinoLogOptions {
  readonly level: LogLevel;
  /** Names of sensitive members of the wire models; see `kernel/wire/sensitive`. */
  readonly sensitive: Iterable<string>;
  /** Default: standard output. */
  readonly destination?: DestinationStream;
}

type Mask = (fields: LogFields) => Record<string, unknown>;

export function createPinoLog(options: PinoLogOptions): Log {
  const settings = {
    level: options.level,
    base: {},
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level: string) => ({ level }) },
  };
  const logger = options.destination ? pino(settings, options.destination) : pino(settings);
  return over(logger, createMask(options));
}

function over(logger: Logger, mask: Mask): Log {
  // Fields of a level that is off are not worth masking.
  const writer = (level: "debug" | "info" | "warn" | "error") => (fields: LogFields, message: string) => {
    if (logger.isLevelEnabled(level)) logger[level](mask(fields), message);
  };
  return {
    debug: writer("debug"),
    info: writer("info"),
    warn: writer("warn"),
    error: writer("error"),
    // Pino asks its bindings for methods of Object, which masked fields do not have.
    child: (fields) => over(logger.child({ ...mask(fields) }), mask),
  };
}
