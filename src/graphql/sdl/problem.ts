/** What is wrong with an SDL, told with line and column. */

import type { Position } from "./model.ts";

export interface Problem {
  readonly position: Position;
  readonly message: string;
}

/** At most this many problems are told at once. */
const told = 20;

/** A schema that cannot be served. Its message is the job's Error, hence the name the provisioner port asks for. */
export class SdlRefusal extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(describe(problems));
    this.name = "ProvisionRefusal";
    this.problems = problems;
  }
}

function describe(problems: readonly Problem[]): string {
  const sorted = problems.toSorted(
    (a, b) => a.position.line - b.position.line || a.position.column - b.position.column,
  );
  const lines = sorted.slice(0, told).map((problem) => at(problem.position, problem.message));
  if (sorted.length > told) lines.push(`... and ${sorted.length - told} more.`);
  const noun = problems.length === 1 ? "problem" : "problems";
  return `TransformSchema has ${problems.length} ${noun}:\n${lines.join("\n")}`;
}

/** `3:14 message`, the form of every line about a place in the SDL. */
export function at(position: Position, message: string): string {
  return `${position.line}:${position.column} ${message}`;
}
