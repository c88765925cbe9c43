/** Compiles the constraints of shapes into validators that speak in AWS's words. */

import type {
  ListShape,
  MapShape,
  NumberShape,
  ServiceSchema,
  Shape,
  StringShape,
  StructureShape,
} from "#generated/schema";
import { compilePattern } from "./pattern.ts";

/** One broken constraint. The path is put together while the validators return. */
export interface Violation {
  path: string;
  /** The value as shown, or undefined for secrets. */
  readonly shown: string | undefined;
  readonly constraint: string;
}

/** The violations of a decoded value, or undefined when there are none. */
export type Validator = (value: unknown) => Violation[] | undefined;

/** More violations than this are not collected; a huge bad list must not make a huge answer. */
const mostViolations = 25;
const longestShown = 256;

/**
 * A function that gives the validator of a shape by name, or undefined for shapes without any constraint.
 * Works on values by SDK names, as decoded.
 */
export function createValidators(schema: ServiceSchema): (shape: string) => Validator | undefined {
  const compiled = new Map<string, Validator | undefined>();

  function validatorOf(name: string, secret: boolean): Validator | undefined {
    const shape = schema.shapes[name];
    if (!shape) throw new Error(`${schema.service} has no shape ${name}.`);
    const hidden = secret || ("sensitive" in shape && shape.sensitive);
    const key = hidden ? `secret ${name}` : name;
    if (compiled.has(key)) return compiled.get(key);
    // A shape may contain itself: whoever asks meanwhile gets a door to it.
    let validate: Validator | undefined;
    compiled.set(key, (value) => validate?.(value));
    validate = compile(shape, hidden, (target) => validatorOf(target, hidden));
    compiled.set(key, validate);
    return validate;
  }

  return (name) => validatorOf(name, false);
}

/** The message AWS gives for broken constraints. */
export function describeViolations(violations: readonly Violation[]): string {
  const count = violations.length;
  const head = count === 1 ? "1 validation error detected: " : `${count} validation errors detected: `;
  return head + violations.map(describe).join("; ");
}

function describe({ path, shown, constraint }: Violation): string {
  const value = shown === undefined ? "Value" : `Value ${shown}`;
  return `${value} at '${path}' failed to satisfy constraint: ${constraint}`;
}

type Lookup = (shape: string) => Validator | undefined;

function compile(shape: Shape, secret: boolean, validatorOf: Lookup): Validator | undefined {
  switch (shape.kind) {
    case "string":
      return stringValidator(shape, secret);
    case "integer":
    case "long":
    case "double":
    case "float":
      return numberValidator(shape, secret);
    case "list":
      return listValidator(shape, secret, validatorOf);
    case "map":
      return mapValidator(shape, secret, validatorOf);
    case "structure":
      return structureValidator(shape, validatorOf);
    default:
      return undefined;
  }
}

function stringValidator(shape: StringShape, secret: boolean): Validator | undefined {
  const { min, max } = shape;
  const allowed = shape.enum && new Set(shape.enum);
  const matches = shape.pattern === undefined ? undefined : compilePattern(shape.pattern);
  if (!allowed && !matches && min === undefined && max === undefined) return undefined;
  return (value) => {
    const text = value as string;
    if (allowed) {
      if (allowed.has(text)) return undefined;
      return one(text, secret, `Member must satisfy enum value set: [${[...allowed].join(", ")}]`);
    }
    const length = lengthViolation(codePoints(text, min, max), min, max);
    if (length) return one(text, secret, length);
    // Only after the length: a pattern must not chew on a text of any size.
    if (!matches || matches(text)) return undefined;
    return one(text, secret, `Member must satisfy regular expression pattern: ${shape.pattern}`);
  };
}

/** Lengths count code points: at most the UTF-16 units, at least half of them. Counted only where that range matters. */
function codePoints(text: string, min: number | undefined, max: number | undefined): number {
  const units = text.length;
  const minSettled = min === undefined || units < min || units >= min * 2;
  const maxSettled = max === undefined || units <= max || units > max * 2;
  if (minSettled && maxSettled) return units;
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

function numberValidator(shape: NumberShape, secret: boolean): Validator | undefined {
  const { min, max } = shape;
  if (min === undefined && max === undefined) return undefined;
  return (value) => {
    const number = value as number;
    if (min !== undefined && number < min) {
      return one(String(number), secret, `Member must have value greater than or equal to ${min}`);
    }
    if (max !== undefined && number > max) {
      return one(String(number), secret, `Member must have value less than or equal to ${max}`);
    }
    return undefined;
  };
}

function listValidator(shape: ListShape, secret: boolean, validatorOf: Lookup): Validator | undefined {
  const { min, max } = shape;
  const validate = validatorOf(shape.member);
  if (!validate && min === undefined && max === undefined) return undefined;
  return (value) => {
    const list = value as readonly unknown[];
    const length = lengthViolation(list.length, min, max);
    if (length) return one(`[${list.slice(0, 20).map(String).join(", ")}]`, secret, length);
    if (!validate) return undefined;
    const found: Violation[] = [];
    for (let index = 0; index < list.length && found.length < mostViolations; index += 1) {
      collect(found, validate(list[index]), `${index + 1}.member`);
    }
    return orNone(found);
  };
}

function mapValidator(shape: MapShape, secret: boolean, validatorOf: Lookup): Validator | undefined {
  const { min, max } = shape;
  const validateKey = validatorOf(shape.key);
  const validate = validatorOf(shape.value);
  if (!validateKey && !validate && min === undefined && max === undefined) return undefined;
  return (value) => {
    const entries = Object.entries(value as Record<string, unknown>);
    const length = lengthViolation(entries.length, min, max);
    if (length) return one(`{${entries.length} entries}`, secret, length);
    const found: Violation[] = [];
    for (const [key, item] of entries) {
      if (found.length >= mostViolations) break;
      collect(found, validateKey?.(key), "key");
      collect(found, validate?.(item), `${cut(key)}.value`);
    }
    return orNone(found);
  };
}

function structureValidator(shape: StructureShape, validatorOf: Lookup): Validator | undefined {
  const members = Object.entries(shape.members)
    .map(([name, member]) => {
      const path = member.location === "label" ? lowerFirst(member.wire) : member.wire;
      return { name, path, required: member.required === true, validate: validatorOf(member.shape) };
    })
    .filter((member) => member.required || member.validate);
  if (members.length === 0) return undefined;
  return (value) => {
    const structure = value as Readonly<Record<string, unknown>>;
    let found: Violation[] | undefined;
    for (const { name, path, required, validate } of members) {
      const item = structure[name];
      if (item === undefined) {
        if (!required) continue;
        found ??= [];
        found.push({ path, shown: "null", constraint: "Member must not be null" });
        continue;
      }
      const inner = validate?.(item);
      if (inner) collect((found ??= []), inner, path);
    }
    return found;
  };
}

function lengthViolation(length: number, min: number | undefined, max: number | undefined): string | undefined {
  if (min !== undefined && length < min) return `Member must have length greater than or equal to ${min}`;
  if (max !== undefined && length > max) return `Member must have length less than or equal to ${max}`;
  return undefined;
}

function one(value: string, secret: boolean, constraint: string): Violation[] {
  return [{ path: "", shown: secret ? undefined : `'${cut(value)}'`, constraint }];
}

function cut(text: string): string {
  return text.length > longestShown ? `${text.slice(0, longestShown)}...` : text;
}

function collect(into: Violation[], found: Violation[] | undefined, segment: string): void {
  for (const violation of found ?? []) {
    if (into.length >= mostViolations) return;
    violation.path = violation.path === "" ? segment : `${segment}.${violation.path}`;
    into.push(violation);
  }
}

function orNone(found: Violation[]): Violation[] | undefined {
  return found.length === 0 ? undefined : found;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
