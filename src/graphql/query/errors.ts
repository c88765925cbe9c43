/** Errors of a GraphQL answer, in AppSync's shape and key order. */

import { limits } from "./limits.ts";

export interface ErrorLocation {
  readonly line: number;
  readonly column: number;
}

export type ErrorPath = readonly (string | number)[];

/** One entry of `errors`. */
export interface ErrorEntry {
  readonly path: ErrorPath | null;
  readonly data?: unknown;
  readonly errorType?: string | null;
  readonly errorInfo?: unknown;
  readonly locations: readonly { readonly line: number; readonly column: number; readonly sourceName: null }[] | null;
  readonly message: string;
}

/** A field could not be resolved: the field is null and the answer carries this error. */
export class FieldFault extends Error {
  readonly errorType: string | null;
  readonly data: unknown;

  constructor(errorType: string | null, message: string, data: unknown = null) {
    super(message);
    this.name = "FieldFault";
    this.errorType = errorType;
    this.data = data;
  }
}

/** The whole document cannot run: data is null and these are the errors. */
export class DocumentFault extends Error {
  readonly entries: readonly ErrorEntry[];

  constructor(entries: readonly ErrorEntry[]) {
    super(entries[0]?.message ?? "The document cannot run.");
    this.name = "DocumentFault";
    this.entries = entries;
  }
}

/** The text is no GraphQL at all: HTTP 400. */
export class MalformedFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = "MalformedFault";
  }
}

export function locationsOf(location: ErrorLocation | undefined): ErrorEntry["locations"] {
  return location === undefined ? null : [{ line: location.line, column: location.column, sourceName: null }];
}

/** The entry of a field that failed. */
export function fieldEntry(fault: FieldFault, path: ErrorPath, location: ErrorLocation | undefined): ErrorEntry {
  return {
    path,
    data: fault.data,
    errorType: fault.errorType,
    errorInfo: null,
    locations: locationsOf(location),
    message: fault.message,
  };
}

/** The entry of an error found before anything ran. */
export function validationEntry(message: string, location: ErrorLocation | undefined): ErrorEntry {
  return { path: null, locations: locationsOf(location), message };
}

/** A place in an answer as AppSync writes it in messages: `/listTodos/items[0]/title`. */
export function placeOf(path: ErrorPath): string {
  return path.map((step) => (typeof step === "number" ? `[${step}]` : `/${step}`)).join("");
}

/** The entry for a missing value where the schema promises one. */
export function nullEntry(type: string, parent: string, path: ErrorPath): ErrorEntry {
  const place = placeOf(path);
  return {
    path,
    locations: null,
    message: `Cannot return null for non-nullable type: '${type}' within parent '${parent}' (${place})`,
  };
}

export function conditionalCheckFailed(requestId: string): FieldFault {
  const text = `The conditional request failed (Service: DynamoDb, Status Code: 400, Request ID: ${requestId})`;
  return new FieldFault("DynamoDB:ConditionalCheckFailedException", text);
}

export function unauthorized(field: string, type: string): FieldFault {
  return new FieldFault("Unauthorized", `Not Authorized to access ${field} on type ${type}`);
}

export function invalidArguments(message: string): FieldFault {
  return new FieldFault("InvalidArgumentsError", message);
}

/** A selection led to more records than one root field may read. */
export function tooManyRecords(): FieldFault {
  const message = `The selection leads to more than ${limits.records} records. Give the nested lists smaller limits, or nest fewer.`;
  return new FieldFault("ResolverExecutionLimitReached", message);
}

/** Part of an index's composite sort key was given, this one not. */
export function indexKeyIncomplete(doing: "creating" | "updating", index: string, missing: string): FieldFault {
  const text = `When ${doing} any part of the composite sort key for @index '${index}', you must provide all fields for the key. Missing key: '${missing}'.`;
  return new FieldFault(null, text);
}

/** What DynamoDB would refuse on AppSync. */
export function invalidForStore(message: string): FieldFault {
  return new FieldFault("DynamoDB:DynamoDbException", message);
}
