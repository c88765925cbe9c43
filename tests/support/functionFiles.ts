/** Modules of functions in a folder of their own, run by the functions adapter. */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { createFunctions, type RunningFunctions } from "#adapters/functions/functions";
import type { FunctionTable, LocalFunction } from "#adapters/functions/table";
import type { Log, LogFields } from "#ports/log";

export interface FunctionFiles {
  readonly folder: string;
  readonly functions: RunningFunctions;
  /** What was logged: fields and message of each line. */
  readonly logged: readonly string[];
  /** Writes the module again. */
  rewrite(file: string, source: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param sources file name -> module text; the function's name is the file's without its ending
 * @param settings for all of them
 */
export async function openFunctionFiles(
  sources: Readonly<Record<string, string>>,
  settings: Omit<LocalFunction, "module"> = {},
  idleMs = 60_000,
): Promise<FunctionFiles> {
  const folder = await mkdtemp(join(tmpdir(), "ohmstead-functions-"));
  const table: Record<string, FunctionTable[string]> = {};
  for (const [file, source] of Object.entries(sources)) {
    await writeFile(join(folder, file), source);
    table[file.replace(/\.\w+$/, "")] = { ...settings, module: join(folder, file) };
  }
  const logged: string[] = [];
  const functions = createFunctions({ table, log: recordingLog(logged), idleMs });
  return {
    folder,
    functions,
    logged,
    rewrite: (file, source) => writeFile(join(folder, file), source),
    async close() {
      await functions.close();
      await rm(folder, { recursive: true });
    },
  };
}

export function recordingLog(logged: string[], above: LogFields = {}): Log {
  const write = (fields: LogFields, message: string): void => {
    logged.push(`${message} ${inspect({ ...above, ...fields })}`);
  };
  const child = (fields: LogFields): Log => recordingLog(logged, { ...above, ...fields });
  return { debug: write, info: write, warn: write, error: write, child };
}
