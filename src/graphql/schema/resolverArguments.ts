/** Arguments and inputs of fields that are resolved outside: what the user wrote, or what @http and @predictions make. */

import { scalarNamed } from "#graphql/scalars/list";
import {
  type CustomArgument,
  namedType,
  type Position,
  printType,
  type ResolverStep,
  type TypeRef,
  withRequired,
} from "#graphql/sdl/model";
import { upperFirst } from "#graphql/sdl/names";
import { block, type Definitions, describe } from "./definitions.ts";

/** A field of any type. */
export interface Resolved {
  readonly name: string;
  readonly position: Position;
  readonly arguments?: readonly CustomArgument[];
  readonly resolver?: readonly ResolverStep[];
}

/** `(a: Int, b: String)`, or nothing; the inputs it needs are defined. */
export function argumentList(definitions: Definitions, type: string, field: Resolved): string {
  const lines = argumentLines(definitions, type, field);
  return lines.length === 0 ? "" : `(${lines.join(", ")})`;
}

function argumentLines(definitions: Definitions, type: string, field: Resolved): readonly string[] {
  for (const step of field.resolver ?? []) {
    if (step.kind === "http") return httpArguments(definitions, type, field, step);
    if (step.kind === "predictions") return predictionArguments(definitions, field, step.actions);
  }
  return (field.arguments ?? []).map(printArgument);
}

/** The type of a field; predictions answer text, or a list of labels, whatever was written. */
export function resolvedType(field: Resolved & { readonly type: TypeRef }): string {
  const step = field.resolver?.find((each) => each.kind === "predictions");
  if (step === undefined) return printType(field.type);
  return step.actions.at(-1) === "identifyLabels" ? "[String]" : "String";
}

export function printArgument(argument: CustomArgument): string {
  const standard = argument.defaultValue === undefined ? "" : ` = ${argument.defaultValue}`;
  return `${describe(argument.description)}${argument.name}: ${printType(argument.type)}${standard}`;
}

type HttpStep = Extract<ResolverStep, { kind: "http" }>;

/** `:name` parts of the URL become params; what the user wrote becomes query, and body where there can be one. */
function httpArguments(definitions: Definitions, type: string, field: Resolved, step: HttpStep): readonly string[] {
  const prefix = `${upperFirst(type)}${upperFirst(field.name)}`;
  const define = (part: string, lines: readonly string[]): string => {
    const name = `${prefix}${part}Input`;
    definitions.add(name, block(`input ${name}`, lines), field.position);
    return name;
  };
  const args: string[] = [];
  const params = urlParameters(step.url);
  if (params.length > 0)
    args.push(
      `params: ${define(
        "Params",
        params.map((name) => `${name}: String!`),
      )}!`,
    );
  // Beside params only plain values are taken.
  const given = (field.arguments ?? []).filter(
    ({ name, type }) => params.length === 0 || (scalarNamed(namedType(type)) !== undefined && !params.includes(name)),
  );
  if (given.length === 0) return args;
  // Without a body everything must go in the query; with one, each member may go in either.
  const isOnly = step.method === "GET";
  const members = given.map(({ name, type }) => `${name}: ${printType(isOnly ? type : withRequired(type, false))}`);
  const required = isOnly && given.some((argument) => argument.type.required) ? "!" : "";
  args.push(`query: ${define("Query", members)}${required}`);
  if (step.method !== "GET" && step.method !== "DELETE") args.push(`body: ${define("Body", members)}`);
  return args;
}

/** Names after a colon in a URL's path and query, each once. */
function urlParameters(url: string): readonly string[] {
  const rest = /^https?:\/\/[^/]*(\/.*)$/i.exec(url)?.[1] ?? "";
  return [...new Set([...rest.matchAll(/:(\w+)/g)].map((match) => match[1] ?? ""))];
}

const actionMembers: Readonly<Record<string, readonly string[]>> = {
  identifyText: ["key"],
  identifyLabels: ["key"],
  translateText: ["sourceLanguage", "targetLanguage"],
  convertTextToSpeech: ["voiceID"],
};

function predictionArguments(definitions: Definitions, field: Resolved, actions: readonly string[]): readonly string[] {
  const input = `${upperFirst(field.name)}Input`;
  const lines = actions.map((action, at) => {
    const name = `${upperFirst(field.name)}${upperFirst(action)}Input`;
    const members = actionMembers[action] ?? [];
    // The first action is given its text, the others take the answer before them.
    const text = at === 0 && !action.startsWith("identify") ? ["text"] : [];
    const parts = [...members, ...text].map((member) => `${member}: String!`);
    definitions.add(name, block(`input ${name}`, parts), field.position);
    return `${action}: ${name}!`;
  });
  definitions.add(input, block(`input ${input}`, lines), field.position);
  return [`input: ${input}!`];
}
