/** @validate: what a value must be like to be written. */

import { isList, namedType, type Validation, type ValidationType } from "#graphql/sdl/model";
import type { Directive } from "./directive.ts";

const numeric: readonly ValidationType[] = ["gt", "lt", "gte", "lte"];
const lengths: readonly ValidationType[] = ["minLength", "maxLength"];
const textual: readonly ValidationType[] = [...lengths, "startsWith", "endsWith", "matches"];

export const validateDirective: Directive = {
  name: "validate",
  definition: `
    directive @validate(type: ValidationType!, value: String!, errorMessage: String) repeatable on FIELD_DEFINITION
    enum ValidationType { ${[...numeric, ...textual].join(" ")} }`,

  onField(use, field, type, context) {
    const kind = use.arguments["type"] as ValidationType;
    const value = String(use.arguments["value"]);
    const problem = (text: string): void =>
      context.problem(use.position, `@validate(type: ${kind}) on ${type.name}.${field.name} ${text}`);
    const named = namedType(field.type);
    if (type.model === undefined) return problem(`cannot be held: ${type.name} has no @model.`);
    if (isList(field.type)) return problem("cannot be held: the field is a list.");
    if (numeric.includes(kind) && named !== "Int" && named !== "Float") return problem("is for Int and Float only.");
    if (textual.includes(kind) && named !== "String") return problem("is for String only.");
    if (numeric.includes(kind) && !isNumber(value)) return problem(`needs a number, not ${JSON.stringify(value)}.`);
    if (lengths.includes(kind) && !/^\d+$/.test(value)) {
      return problem(`needs a whole number, not ${JSON.stringify(value)}.`);
    }
    if (kind === "matches" && !isPattern(value))
      return problem(`needs a regular expression, not ${JSON.stringify(value)}.`);
    if (field.validations?.some((each) => each.type === kind) === true) return problem("stands here twice.");
    const message = use.arguments["errorMessage"];
    const rule: Validation = {
      type: kind,
      value,
      message:
        typeof message === "string" && message !== "" ? message : standardMessage(field.name, type.name, kind, value),
    };
    field.validations = [...(field.validations ?? []), rule];
  },
};

/** The official wording. */
function standardMessage(field: string, type: string, kind: ValidationType, value: string): string {
  const demands: Readonly<Record<ValidationType, string>> = {
    gt: "be greater than",
    lt: "be less than",
    gte: "be greater than or equal to",
    lte: "be less than or equal to",
    minLength: "have a minimum length of",
    maxLength: "have a maximum length of",
    startsWith: "start with",
    endsWith: "end with",
    matches: "match",
  };
  return `Field ${field} of type ${type} must ${demands[kind]} ${value}`;
}

function isNumber(text: string): boolean {
  return text.trim() !== "" && Number.isFinite(Number(text));
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, "u").source !== "";
  } catch {
    return false;
  }
}
