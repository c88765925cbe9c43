/** What a filter means, written down a second time in plain JavaScript, to compare the SQL against. */

/** A value, an explicit null, or (undefined) no attribute at all. */
export type Attribute = string | number | boolean | readonly (string | number)[] | null | undefined;
export type Item = Readonly<Record<string, Attribute>>;

type Input = Readonly<Record<string, unknown>>;

/** True when the record is kept. */
export function keeps(filter: unknown, item: Item): boolean {
  return test(filter, item) ?? true;
}

/** Undefined: this part does not filter. */
function test(filter: unknown, item: Item): boolean | undefined {
  if (typeof filter !== "object" || filter === null) return undefined;
  const parts = Object.entries(filter).flatMap(([name, value]) => testMember(name, value, item) ?? []);
  return parts.length === 0 ? undefined : parts.every(Boolean);
}

function testMember(name: string, value: unknown, item: Item): boolean | undefined {
  if (name === "not") {
    const inner = test(value, item);
    return inner === undefined ? undefined : !inner;
  }
  if (name === "and" || name === "or") {
    const terms = ((value ?? []) as readonly unknown[]).flatMap((each) => test(each, item) ?? []);
    if (terms.length === 0) return undefined;
    return name === "and" ? terms.every(Boolean) : terms.some(Boolean);
  }
  const operators = Object.entries((value ?? {}) as Input).flatMap(
    ([operator, operand]) => compare(operator, item[name], operand) ?? [],
  );
  return operators.length === 0 ? undefined : operators.every(Boolean);
}

function compare(operator: string, value: Attribute, operand: unknown): boolean | undefined {
  switch (operator) {
    case "eq":
      return same(value, operand);
    case "ne":
      return !same(value, operand);
    case "lt":
      return order(value, operand) === -1;
    case "le":
      return [-1, 0].includes(order(value, operand) ?? 9);
    case "gt":
      return order(value, operand) === 1;
    case "ge":
      return [1, 0].includes(order(value, operand) ?? 9);
    case "between": {
      const [low, high] = operand as readonly unknown[];
      return [1, 0].includes(order(value, low) ?? 9) && [-1, 0].includes(order(value, high) ?? 9);
    }
    case "contains":
      return holds(value, operand);
    case "notContains":
      return !holds(value, operand);
    case "beginsWith":
      return typeof value === "string" && value.startsWith(String(operand));
    case "attributeExists":
      return (value !== undefined) === operand;
    case "attributeType":
      return typeOf(value) === operand;
    case "size":
      return size(value, operand as Input);
    default:
      throw new Error(`No reference for ${operator}`);
  }
}

function same(value: Attribute, operand: unknown): boolean {
  return value !== undefined && JSON.stringify(value) === JSON.stringify(operand);
}

/** -1, 0 or 1; undefined when the two cannot be compared. Text compares by its UTF-8 bytes. */
function order(value: unknown, operand: unknown): number | undefined {
  if (typeof value === "string" && typeof operand === "string")
    return Buffer.compare(Buffer.from(value), Buffer.from(operand));
  if (typeof value === "number" && typeof operand === "number") return Math.sign(value - operand);
  return undefined;
}

function holds(value: Attribute, operand: unknown): boolean {
  if (typeof value === "string") return value.includes(String(operand));
  return Array.isArray(value) && value.includes(operand);
}

function typeOf(value: Attribute): string | undefined {
  if (value === undefined) return undefined;
  if (value === null) return "_null";
  if (Array.isArray(value)) return "list";
  return { string: "string", number: "number", boolean: "bool" }[typeof value as "string"];
}

function size(value: Attribute, tests: Input): boolean | undefined {
  const names = Object.keys(tests);
  if (names.length === 0) return undefined;
  const length = typeof value === "string" ? Array.from(value).length : Array.isArray(value) ? value.length : undefined;
  return names.every((name) => length !== undefined && (compare(name, length, tests[name]) ?? true));
}
