/** Filter operators, each with DynamoDB's meaning for values, missing attributes and explicit nulls. */

import type { SqlSpelling } from "#ports/database";
import type { Storage } from "#graphql/tables/columnKind";
import { invalidArguments, invalidForStore } from "./errors.ts";
import { all, any, no, not, yes } from "./logic.ts";
import type { Parameters } from "./parameters.ts";
import { toStored } from "./table.ts";

/** The attribute an operator looks at. */
export interface Attribute {
  readonly name: string;
  readonly storage: Storage;
  /** Undefined: no record has it. */
  readonly sql: string | undefined;
  /** Predicate: the attribute is there and holds null. Asking for it may add a parameter. */
  readonly explicitNull: string;
  readonly parameters: Parameters;
  readonly spelling: SqlSpelling;
}

/** Undefined: the operator was given nothing and does not filter. Every predicate is true or false, never null. */
export type Operator = (attribute: Attribute, value: unknown, operator: string) => string | undefined;

const comparisons = { eq: "=", le: "<=", lt: "<", ge: ">=", gt: ">" } as const;

/** `test` where the attribute has a value, false elsewhere. */
function withValue(attribute: Attribute, test: (sql: string) => string): string {
  return attribute.sql === undefined ? no : all([`${attribute.sql} IS NOT NULL`, test(attribute.sql)]);
}

/** A scalar filter value on a list attribute never equals it; an enum list is compared as a whole. */
function canCompare(attribute: Attribute, value: unknown): boolean {
  return Array.isArray(value) === (attribute.storage === "list");
}

function parameter(attribute: Attribute, value: unknown): string {
  if (Array.isArray(value)) return attribute.parameters.add(toStored("list", value));
  // One element of a list is compared as it stands in the JSON.
  if (attribute.storage === "list" && typeof value !== "boolean")
    return attribute.parameters.add(toStored("text", value));
  return attribute.parameters.add(toStored(typeof value === "boolean" ? "boolean" : attribute.storage, value));
}

const eq: Operator = (attribute, value) => {
  if (value === null) return attribute.explicitNull;
  if (!canCompare(attribute, value)) return no;
  return withValue(attribute, (sql) => `${sql} = ${parameter(attribute, value)}`);
};

const ne: Operator = (attribute, value, operator) => not(eq(attribute, value, operator) ?? no);

const ordered: Operator = (attribute, value, operator) => {
  refuseNull(value, comparisons[operator as keyof typeof comparisons]);
  if (!canCompare(attribute, value)) return no;
  return withValue(
    attribute,
    (sql) => `${sql} ${comparisons[operator as keyof typeof comparisons]} ${parameter(attribute, value)}`,
  );
};

const between: Operator = (attribute, value) => {
  const [low, high] = bounds(attribute.name, value);
  if (attribute.storage === "list") return no;
  return withValue(attribute, (sql) =>
    all([`${sql} >= ${parameter(attribute, low)}`, `${sql} <= ${parameter(attribute, high)}`]),
  );
};

const contains: Operator = (attribute, value) => {
  refuseNull(value, "contains");
  const { spelling } = attribute;
  return withValue(attribute, (sql) => {
    if (attribute.storage === "list") return spelling.jsonArrayContains(sql, parameter(attribute, value));
    return attribute.storage === "text" ? spelling.contains(sql, parameter(attribute, value)) : no;
  });
};

const notContains: Operator = (attribute, value, operator) => not(contains(attribute, value, operator) ?? no);

const beginsWith: Operator = (attribute, value) => {
  refuseNull(value, "begins_with");
  if (attribute.storage !== "text") return no;
  return withValue(attribute, (sql) => attribute.spelling.startsWith(sql, parameter(attribute, value)));
};

const attributeExists: Operator = (attribute, value) => {
  if (value === null) return undefined;
  const exists = attribute.sql === undefined ? no : any([`${attribute.sql} IS NOT NULL`, attribute.explicitNull]);
  return value === true ? exists : not(exists);
};

const typeNames: Readonly<Record<Storage, string>> = {
  text: "string",
  integer: "number",
  number: "number",
  boolean: "bool",
  list: "list",
  document: "map",
};

const attributeType: Operator = (attribute, value) => {
  if (value === null) return undefined;
  if (value === "_null") return attribute.explicitNull;
  return value === typeNames[attribute.storage] ? withValue(attribute, () => yes) : no;
};

const size: Operator = (attribute, value) => {
  if (typeof value !== "object" || value === null) return undefined;
  const { spelling, parameters } = attribute;
  const tests = value as Readonly<Record<string, unknown>>;
  const parts = Object.keys(tests).map((operator) => (sql: string): string => {
    const length = attribute.storage === "list" ? spelling.jsonArrayLength(sql) : `(${spelling.length(sql)})`;
    if (operator === "between") {
      const [low, high] = bounds(`${attribute.name}.size`, tests[operator]);
      return all([`${length} >= ${parameters.add(low as number)}`, `${length} <= ${parameters.add(high as number)}`]);
    }
    refuseNull(tests[operator], operator);
    const sign = operator === "ne" ? "<>" : comparisons[operator as keyof typeof comparisons];
    return `${length} ${sign} ${parameters.add(tests[operator] as number)}`;
  });
  if (parts.length === 0) return undefined;
  if (attribute.storage !== "list" && attribute.storage !== "text") return no;
  return withValue(attribute, (sql) => all(parts.map((part) => part(sql))));
};

function bounds(name: string, value: unknown): readonly [unknown, unknown] {
  if (!Array.isArray(value) || value.length !== 2)
    throw invalidArguments(`Argument ${name}.between expects exactly 2 elements.`);
  const [low, high] = value as [unknown, unknown];
  refuseNull(low, "BETWEEN");
  refuseNull(high, "BETWEEN");
  return [low, high];
}

/** DynamoDB compares null with nothing but null. */
function refuseNull(value: unknown, operator: string): void {
  if (value !== null && value !== undefined) return;
  throw invalidForStore(
    `Invalid FilterExpression: Incorrect operand type for operator or function; operator: ${operator}, operand type: NULL`,
  );
}

export const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ["eq", eq],
  ["ne", ne],
  ["le", ordered],
  ["lt", ordered],
  ["ge", ordered],
  ["gt", ordered],
  ["between", between],
  ["contains", contains],
  ["notContains", notContains],
  ["beginsWith", beginsWith],
  ["attributeExists", attributeExists],
  ["attributeType", attributeType],
  ["size", size],
]);
