/** Reads the operator's table of functions and makes the functions port of it. */

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { createFunctions, type RunningFunctions } from "#adapters/functions/functions";
import type { FunctionTable, LocalFunction, RemoteFunction } from "#adapters/functions/table";
import type { Log } from "#ports/log";
import type { Config } from "./config.ts";

/**
 * Without a file there are no functions, and a call of one says so.
 * @throws Error listing all that is wrong with the file, one a line
 */
export async function openFunctions(config: Config, log: Log): Promise<RunningFunctions> {
  const { functionsFile } = config;
  return createFunctions({ table: functionsFile === undefined ? {} : await readTable(resolve(functionsFile)), log });
}

async function readTable(path: string): Promise<FunctionTable> {
  const content = await readJson(path);
  if (!isObject(content)) throw new Error(`${path} (OHMSTEAD_FUNCTIONS) must hold a JSON object, a member a function`);
  const problems: string[] = [];
  const table: Record<string, LocalFunction | RemoteFunction> = Object.create(null);
  for (const [name, entry] of Object.entries(content)) {
    const found = readEntry(entry, dirname(path));
    if (typeof found === "string") problems.push(`  ${name}: ${found}`);
    else table[name] = found;
  }
  if (problems.length > 0) throw new Error(`${path} (OHMSTEAD_FUNCTIONS) needs a change:\n${problems.join("\n")}`);
  return table;
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    throw new Error(`${path} (OHMSTEAD_FUNCTIONS) cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

const localMembers = ["module", "environment", "memoryMb", "processes"];
const remoteMembers = ["url", "key"];

/** The function, or what is wrong with it. */
function readEntry(entry: unknown, folder: string): LocalFunction | RemoteFunction | string {
  if (!isObject(entry) || "module" in entry === "url" in entry) return 'needs either "module" or "url"';
  const known = "module" in entry ? localMembers : remoteMembers;
  const unknown = Object.keys(entry).find((member) => !known.includes(member));
  if (unknown !== undefined) return `"${unknown}" is not one of ${known.join(", ")}`;
  return "module" in entry ? readLocal(entry, folder) : readRemote(entry);
}

function readLocal(entry: Entry, folder: string): LocalFunction | string {
  const { module, environment = {}, memoryMb = 128, processes = 4 } = entry;
  if (typeof module !== "string") return '"module" must be the path of a file';
  const path = resolve(folder, module);
  if (!existsSync(path)) return `there is no file ${path}`;
  if (!isTexts(environment)) return '"environment" must be an object of texts';
  if (!isWhole(memoryMb, 16, 65_536)) return '"memoryMb" must be a whole number from 16 to 65536';
  if (!isWhole(processes, 1, 64)) return '"processes" must be a whole number from 1 to 64';
  return { module: path, environment, memoryMb, processes };
}

function readRemote({ url, key }: Entry): RemoteFunction | string {
  if (typeof url !== "string" || !URL.canParse(url) || !/^https?:\/\/[^@/]+(\/|$)/.test(url)) {
    return '"url" must be an address that begins with http:// or https:// and holds no password';
  }
  if (key !== undefined && typeof key !== "string") return '"key" must be a text';
  return { url, ...(key === undefined ? {} : { key }) };
}

type Entry = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Entry {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return isObject(value) && Object.values(value).every((each) => typeof each === "string");
}

function isWhole(value: unknown, least: number, most: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
}
