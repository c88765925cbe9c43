/** The rules a document must keep, and how AppSync words a breach. */

import {
  type ASTNode,
  type ASTVisitor,
  BREAK,
  type DocumentNode,
  FieldsOnCorrectTypeRule,
  type GraphQLError,
  type GraphQLSchema,
  Kind,
  OverlappingFieldsCanBeMergedRule,
  specifiedRules,
  validate,
  type ValidationContext,
  type ValidationRule,
  ValuesOfCorrectTypeRule,
  visit,
} from "graphql";
import { isAbsentField } from "#graphql/schema/absentFields";
import { type ErrorEntry, validationEntry } from "./errors.ts";

/**
 * Left out: literals are checked where they are coerced, so that the check knows every AWS scalar;
 * overlapping fields are checked where selections are merged, which is linear where the stock rule is quadratic.
 */
const rules = specifiedRules.filter(
  (rule) => rule !== OverlappingFieldsCanBeMergedRule && rule !== ValuesOfCorrectTypeRule,
);

/** Errors told at most. */
const told = 50;

interface Breach {
  readonly rule: string;
  readonly error: GraphQLError;
}

/** All breaches of a document, empty when it is valid. */
export function validateDocument(schema: GraphQLSchema, document: DocumentNode): readonly ErrorEntry[] {
  const breaches: Breach[] = [];
  const noted = rules.map((rule) => noting(rule, breaches));
  validate(schema, document, noted, { maxErrors: told, hideSuggestions: true });
  return breaches.slice(0, told).map((breach) => entryOf(breach, document));
}

/** The rule, with its errors also kept under its name. */
function noting(rule: ValidationRule, breaches: Breach[]): ValidationRule {
  return (context: ValidationContext): ASTVisitor => {
    const named = Object.create(context, {
      reportError: {
        value: (error: GraphQLError) => {
          if (rule === FieldsOnCorrectTypeRule && asksForAbsent(context, error)) return;
          breaches.push({ rule: rule.name, error });
          context.reportError(error);
        },
      },
    }) as ValidationContext;
    return rule(named);
  };
}

/** Generated clients ask for timestamps a model gave up; they are null. */
function asksForAbsent(context: ValidationContext, error: GraphQLError): boolean {
  const node = error.nodes?.[0];
  return node?.kind === Kind.FIELD && isAbsentField(context.getParentType(), node.name.value);
}

type Wording = readonly [pattern: RegExp, kind: string, text: string];

/** graphql-js message -> kind and text as AppSync says them; $1 and $2 are the captures. */
const wordings: Readonly<Record<string, readonly Wording[]>> = {
  FieldsOnCorrectTypeRule: [
    [/^Cannot query field "(.+)" on type "(.+)"\./, "FieldUndefined", "Field '$1' in type '$2' is undefined"],
  ],
  KnownArgumentNamesRule: [
    [/^Unknown argument "(.+?)" on field/, "UnknownArgument", "Unknown field argument $1"],
    [/^Unknown argument "(.+?)" on directive/, "UnknownDirective", "Unknown directive argument $1"],
  ],
  KnownDirectivesRule: [
    [/^Unknown directive "@(.+?)"/, "UnknownDirective", "Unknown directive $1"],
    [/^Directive "@(.+?)" may not/, "MisplacedDirective", "Directive $1 not allowed here"],
  ],
  KnownFragmentNamesRule: [[/^Unknown fragment "(.+?)"/, "UndefinedFragment", "Undefined fragment $1"]],
  KnownTypeNamesRule: [[/^Unknown type "(.+?)"/, "UnknownType", "Unknown type $1"]],
  LoneAnonymousOperationRule: [[/^/, "LoneAnonymousOperationViolation", "Anonymous operation with other operations."]],
  NoFragmentCyclesRule: [[/^/, "FragmentCycle", "Fragment cycles not allowed"]],
  NoUndefinedVariablesRule: [[/^Variable "\$(.+?)"/, "UndefinedVariable", "Undefined variable $1"]],
  NoUnusedFragmentsRule: [[/^Fragment "(.+?)"/, "UnusedFragment", "Unused fragment $1"]],
  NoUnusedVariablesRule: [[/^Variable "\$(.+?)"/, "UnusedVariable", "Unused variable $1"]],
  PossibleFragmentSpreadsRule: [
    [
      /objects of type "(.+?)" can never be of type "(.+?)"/,
      "InvalidFragmentType",
      "Fragment cannot be spread here as objects of type $1 can never be of type $2",
    ],
  ],
  ProvidedRequiredArgumentsRule: [
    [/^Argument "[^"]*?\((.+?):\)"/, "MissingFieldArgument", "Missing field argument $1"],
    [/argument "(.+?)" of type/i, "MissingFieldArgument", "Missing field argument $1"],
  ],
  ScalarLeafsRule: [
    [
      /^Field "(.+?)" must not have a selection since type "(.+?)"/,
      "SubSelectionNotAllowed",
      "Sub selection not allowed on leaf type $2",
    ],
    [
      /^Field "(.+?)" of type "(.+?)" must have/,
      "SubSelectionRequired",
      "Sub selection required for type $2 of field $1",
    ],
  ],
  UniqueOperationNamesRule: [[/"(.+?)"/, "DuplicateOperationName", "There can be only one operation named '$1'"]],
  VariablesAreInputTypesRule: [[/^/, "NonInputTypeOnVariable", "Wrong type for a variable"]],
  VariablesInAllowedPositionRule: [[/^/, "VariableTypeMismatch", "Variable type doesn't match"]],
};

function entryOf({ rule, error }: Breach, document: DocumentNode): ErrorEntry {
  const node = error.nodes?.[0];
  const path = node === undefined ? "" : fieldPath(document, node);
  const suffix = path === "" ? "" : ` @ '${path}'`;
  const wording = wordings[rule]?.find(([pattern]) => pattern.test(error.message));
  const kind = wording?.[1] ?? rule.replace(/Rule$/, "");
  const match = wording === undefined ? null : wording[0].exec(error.message);
  const text =
    wording === undefined
      ? error.message
      : wording[2].replace(/\$(\d)/g, (_all, n: string) => match?.[Number(n)] ?? "");
  return validationEntry(`Validation error of type ${kind}: ${text}${suffix}`, error.locations?.[0]);
}

/** Names of the fields that lead to a node: `listTodos/items/title`. */
export function fieldPath(document: DocumentNode, target: ASTNode): string {
  const names: string[] = [];
  let found = "";
  visit(document, {
    enter(node) {
      if (node.kind === Kind.FIELD) names.push(node.name.value);
      if (node !== target) return undefined;
      found = names.join("/");
      return BREAK;
    },
    leave(node) {
      if (node.kind === Kind.FIELD) names.pop();
    },
  });
  return found;
}
