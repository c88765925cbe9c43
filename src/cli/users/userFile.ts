/** Reads a file of users in batches a request can carry, whatever its form and size. */

import { createReadStream } from "node:fs";
import { UserError } from "#cli/userError";
import { createCsvReader, csvLine } from "#kernel/csv";
import { createJsonObjects } from "./jsonObjects.ts";

export interface Batch {
  readonly type: "text/csv" | "application/x-ndjson";
  readonly text: string;
  /** Line of the file in which each of the batch's users begins. */
  readonly lines: readonly number[];
}

interface Entry {
  readonly text: string;
  readonly line: number;
}

/** The form of a file: how its users are found, and how they are sent. */
interface Form {
  readonly type: Batch["type"];
  /** What stands before the users of every batch. */
  head(): string;
  read(piece: string): readonly Entry[];
  end(): readonly Entry[];
}

const mostUsers = 500;
const mostCharacters = 1_000_000;

/**
 * @param path of the file; "-" is standard input
 * @throws UserError when the file cannot be read or breaks off in the middle of a user
 */
export async function* readUserFile(path: string): AsyncGenerator<Batch> {
  let form: Form | undefined;
  let entries: Entry[] = [];
  let characters = 0;
  let start = "";
  try {
    for await (const piece of piecesOf(path)) {
      start = form ? piece : start + piece;
      form ??= formOf(start);
      for (const entry of form?.read(start) ?? []) {
        entries.push(entry);
        characters += entry.text.length;
        if (form && (entries.length === mostUsers || characters > mostCharacters)) {
          yield batchOf(form, entries);
          entries = [];
          characters = 0;
        }
      }
    }
    entries.push(...(form?.end() ?? []));
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  // Even without users: the server looks at the header of a CSV.
  if (form && (entries.length > 0 || form.type === "text/csv")) yield batchOf(form, entries);
}

function piecesOf(path: string): AsyncIterable<string> {
  const stream = path === "-" ? process.stdin : createReadStream(path);
  return stream.setEncoding("utf8") as AsyncIterable<string>;
}

function batchOf(form: Form, entries: readonly Entry[]): Batch {
  const text = form.head() + entries.map((entry) => `${entry.text}\n`).join("");
  return { type: form.type, text, lines: entries.map(({ line }) => line) };
}

/** Told by the first character that is no space; undefined while there is none. */
function formOf(start: string): Form | undefined {
  const first = start.replace(/^\uFEFF/, "").trimStart()[0];
  if (first === undefined) return undefined;
  return first === "{" || first === "[" ? jsonForm() : csvForm();
}

function jsonForm(): Form {
  const objects = createJsonObjects();
  return {
    type: "application/x-ndjson",
    head: () => "",
    read: (piece) => objects.read(piece).map(({ text, line }) => ({ text: onOneLine(text, line), line })),
    end() {
      objects.end();
      return [];
    },
  };
}

function onOneLine(text: string, line: number): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    throw new Error(`what begins in line ${line} is not JSON.`);
  }
}

function csvForm(): Form {
  const reader = createCsvReader();
  let header: string | undefined;
  let isFirst = true;
  const toEntries = (records: ReturnType<typeof reader.end>): Entry[] =>
    records.flatMap(({ fields, line }) => {
      const text = csvLine(fields);
      if (header !== undefined) return { text, line };
      header = text;
      return [];
    });
  return {
    type: "text/csv",
    head: () => `${header ?? ""}\n`,
    read(piece) {
      const text = isFirst ? piece.replace(/^\uFEFF/, "") : piece;
      isFirst = false;
      return toEntries(reader.read(text));
    },
    end: () => toEntries(reader.end()),
  };
}
