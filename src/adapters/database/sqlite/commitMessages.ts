/** What goes to the committing thread and comes back. Statements of a crowd share few texts, so each text is sent once. */

import type { Outcome, Sql, SqlValue } from "#ports/database";
import type { Result, Unit } from "./commit.ts";
import { type PackedError, packError, unpackError } from "./packedError.ts";

export interface CommitCrowd {
  readonly kind: "commit";
  readonly file: string;
  readonly texts: readonly string[];
  /** Of each unit its statements: the number of the text, and the parameters. */
  readonly units: readonly (readonly (readonly [text: number, parameters: readonly SqlValue[]])[])[];
}

/** Close the file, if it is open. */
interface Release {
  readonly kind: "release";
  readonly file: string;
}

export type CommitTask = CommitCrowd | Release;

type PackedResult = { readonly outcomes: readonly Outcome[] } | { readonly failed: PackedError };

/** Results of a crowd's units, in order; of a release none. The thread sends a list of answers, in the order of the tasks. */
export type CommitAnswer = readonly PackedResult[];

export function packUnits(file: string, units: readonly Unit[]): CommitTask {
  const numbers = new Map<string, number>();
  const packed = units.map((unit) =>
    unit.map(({ text, parameters }) => {
      const number = numbers.get(text) ?? numbers.size;
      numbers.set(text, number);
      return [number, parameters] as const;
    }),
  );
  return { kind: "commit", file, texts: [...numbers.keys()], units: packed };
}

export function unpackUnits({ texts, units }: CommitCrowd): readonly Unit[] {
  return units.map((unit) => unit.map(([number, parameters]): Sql => ({ text: texts[number] ?? "", parameters })));
}

export function packResults(results: readonly Result[]): CommitAnswer {
  return results.map((result) => ("error" in result ? { failed: packError(result.error) } : result));
}

export function unpackResults(answer: CommitAnswer): readonly Result[] {
  return answer.map((packed) => ("failed" in packed ? { error: unpackError(packed.failed) } : packed));
}
