/** Errors of this adapter on their way between threads: a structured clone would lose their names and members. */

import { DatabaseUnavailableError, RowLimitReachedError, UniqueViolationError } from "./errors.ts";

export interface PackedError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  /** SQLite's result code, where it raised the error and nothing better is known of it. */
  readonly code?: string;
  readonly most?: number;
  readonly broken?: boolean;
}

export function packError(error: unknown): PackedError {
  if (!(error instanceof Error)) return { name: "Error", message: String(error), stack: undefined };
  const { name, message, stack } = error;
  if (error instanceof UniqueViolationError) return { name, message, stack };
  if (error instanceof RowLimitReachedError) return { name, message, stack, most: error.most };
  if (error instanceof DatabaseUnavailableError) return { name, message, stack, broken: error.broken };
  return { name, message, stack, ...("code" in error && { code: String(error.code) }) };
}

export function unpackError(packed: PackedError): Error {
  const error = remade(packed);
  if (packed.stack !== undefined) error.stack = packed.stack;
  return error;
}

function remade({ name, message, code, most, broken }: PackedError): Error {
  if (name === "UniqueViolation") return new UniqueViolationError(message, undefined);
  if (most !== undefined) return new RowLimitReachedError(most);
  if (broken !== undefined) return new DatabaseUnavailableError(message, broken);
  return Object.assign(new Error(message), { name, ...(code !== undefined && { code }) });
}
