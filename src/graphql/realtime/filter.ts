/** The `filter` argument of a subscription -> a test of records. */

import { isRecord } from "#graphql/query/jsonRecord";
import { limits } from "#graphql/query/limits";
import { RealtimeFault } from "./fault.ts";
import { compare, isEqual, isNothing } from "./value.ts";

/** The value of a record's field as the subscriber may know it. */
export type Read = (name: string) => unknown;
export type Test = (read: Read) => boolean;

type Operator = (value: unknown, operand: unknown) => boolean;

const always: Test = () => true;

const ordered =
  (holds: (order: number) => boolean): Operator =>
  (value, operand) => {
    const order = compare(value, operand);
    return order !== undefined && holds(order);
  };

const contains: Operator = (value, operand) =>
  Array.isArray(value)
    ? value.some((each) => isEqual(each, operand))
    : typeof value === "string" && typeof operand === "string" && value.includes(operand);

const among: Operator = (value, operand) => [operand].flat().some((each) => !isNothing(each) && isEqual(value, each));

const between: Operator = (value, operand) => {
  const [low, high] = operand as readonly unknown[];
  const from = compare(value, low);
  const to = compare(value, high);
  return from !== undefined && to !== undefined && from >= 0 && to <= 0;
};

/** Where a field has no value: `ne`, `notContains` and `notIn` hold, the others do not. */
const operators: Readonly<Record<string, Operator>> = {
  eq: isEqual,
  ne: (value, operand) => !isEqual(value, operand),
  lt: ordered((order) => order < 0),
  le: ordered((order) => order <= 0),
  gt: ordered((order) => order > 0),
  ge: ordered((order) => order >= 0),
  contains,
  notContains: (value, operand) => !contains(value, operand),
  beginsWith: (value, operand) => typeof value === "string" && typeof operand === "string" && value.startsWith(operand),
  between,
  in: among,
  notIn: (value, operand) => !among(value, operand),
  attributeExists: (value, operand) => isNothing(value) !== operand,
};

export interface Filter {
  readonly test: Test;
  /** Fields that must equal a value for the filter to hold. */
  readonly equals: ReadonlyMap<string, unknown>;
}

/** Throws a RealtimeFault for a filter that is too big, or that says nothing that can be tested. */
export function compileFilter(input: unknown): Filter {
  const size = { terms: 0 };
  const equals = new Map<string, unknown>();
  const test = group(input, 0, size);
  for (const [name, value] of Object.entries(isRecord(input) ? input : {})) {
    if (name === "and" || name === "or" || !isRecord(value)) continue;
    if (!isNothing(value["eq"])) equals.set(name, value["eq"]);
  }
  return { test, equals };
}

function group(input: unknown, depth: number, size: { terms: number }): Test {
  if (!isRecord(input)) return always;
  if (depth > limits.filterDepth) throw invalid("Filters are nested too deep");
  const tests: Test[] = [];
  for (const [name, value] of Object.entries(input)) {
    if (isNothing(value)) continue;
    if (name === "and" || name === "or") {
      const parts = [value].flat().map((each) => group(each, depth + 1, size));
      if (parts.length === 0) continue;
      tests.push(name === "and" ? every(parts) : (read) => parts.some((part) => part(read)));
    } else {
      const holds = comparison(value, size);
      tests.push((read) => holds(() => read(name)));
    }
  }
  return tests.length === 0 ? always : every(tests);
}

/** All operators given for one field. */
function comparison(input: unknown, size = { terms: 0 }): (read: () => unknown) => boolean {
  const terms = Object.entries(isRecord(input) ? input : {}).flatMap(([name, operand]) => {
    if (name === "size") {
      const holds = comparison(operand, size);
      return [(value: unknown) => holds(() => lengthOf(value))];
    }
    const operator = Object.hasOwn(operators, name) ? operators[name] : undefined;
    if (operator === undefined) throw invalid(`The filter operator ${name} is not supported in subscriptions`);
    // A list or a flag that is null asks for nothing; a value that is null is compared.
    if (operand === undefined || (operand === null && name !== "eq" && name !== "ne")) return [];
    if (name === "between" && !(Array.isArray(operand) && operand.length === 2))
      throw invalid("between takes two values");
    size.terms += Array.isArray(operand) ? operand.length : 1;
    if (size.terms > limits.filterTerms) throw invalid("Filters combination exceed maximum limit");
    return [(value: unknown) => operator(value, operand)];
  });
  return (read) => {
    const value = read();
    return terms.every((term) => term(value));
  };
}

/** Code points of a text, elements of a list. */
function lengthOf(value: unknown): number | undefined {
  return typeof value === "string" ? Array.from(value).length : Array.isArray(value) ? value.length : undefined;
}

function every(tests: readonly Test[]): Test {
  const [only] = tests;
  return tests.length === 1 && only !== undefined ? only : (read) => tests.every((test) => test(read));
}

function invalid(message: string): RealtimeFault {
  return new RealtimeFault({ errorType: "BadRequestException", message, errorCode: 400 });
}
