/** What random schemas of both dialects have beside models: own operations, inputs, computed fields, words for people. */

import type { Settings } from "../settings.ts";
import { authDirective } from "./common.ts";
import type { Dice } from "./dice.ts";
import { addField, type SchemaParts, type TypePart } from "./parts.ts";

const modeDirectives = {
  API_KEY: "@aws_api_key",
  AMAZON_COGNITO_USER_POOLS: "@aws_cognito_user_pools",
  AWS_IAM: "@aws_iam",
  OPENID_CONNECT: "@aws_oidc",
  AWS_LAMBDA: "@aws_lambda",
} as const;

export function addExtras(dice: Dice, parts: SchemaParts, settings: Settings): void {
  if (dice.chance(30)) parts.more.push("input Ask_input { a: Int = 3, b: [String!], c: Ask_input }");
  if (dice.chance(40)) addOperations(dice, parts, settings);
  for (const type of [...parts.models, ...parts.objects]) if (dice.chance(15)) addComputed(dice, type, parts, settings);
  if (dice.chance(25)) addWords(dice, parts);
  if (dice.chance(10)) addAbstract(dice, parts);
  if (dice.chance(10)) addModeDirectives(dice, parts, settings);
}

function outputs(parts: SchemaParts): readonly string[] {
  return ["String", "Int", ...[...parts.objects, ...parts.models].map((type) => type.name), ...parts.enums];
}

function source(dice: Dice): string {
  const url = dice.pick(["https://a.example/b", "https://a.example/:x/b", "https://a.example/:x/:y_1"]);
  return dice.pick([
    "",
    '@function(name: "f")',
    '@function(name: "f") @function(name: "g-${env}", region: "eu-west-1")',
    `@http(url: "${url}")`,
    `@http(method: ${dice.pick(["GET", "POST", "PUT", "PATCH", "DELETE"])}, url: "${url}")`,
  ]);
}

function argumentsOf(dice: Dice, parts: SchemaParts): string {
  const types = ["Int", "Int!", "[String]", "[ID!]!", "AWSDate", ...parts.enums];
  if (parts.more.some((text) => text.startsWith("input Ask_input"))) types.push("Ask_input", "Ask_input!");
  const given = dice.some(["a", "Bb", "c_c"]).map((name) => `${name}: ${dice.pick(types)}`);
  return given.length === 0 ? "" : `(${given.join(", ")})`;
}

function addOperations(dice: Dice, parts: SchemaParts, settings: Settings): void {
  const field = (name: string): string => {
    const auth = dice.chance(40) ? authDirective(dice, settings, "root") : undefined;
    const base = dice.pick(outputs(parts));
    const type = dice.pick([base, base, `[${base}]`, `[${base}!]!`, `${base}!`]);
    return `  ${name}${argumentsOf(dice, parts)}: ${type} ${source(dice)} ${auth ?? ""}`.trimEnd();
  };
  const roots: Readonly<Record<string, readonly string[]>> = { Query: ["ask", "look_up"], Mutation: ["act", "do_it"] };
  let isActing = false;
  for (const [root, fields] of Object.entries(roots)) {
    if (!dice.chance(50)) continue;
    const lines = fields.map(field);
    if (root === "Query" && dice.chance(25)) lines.push(predicted(dice));
    parts.more.push(`type ${root} {\n${lines.join("\n")}\n}`);
    isActing ||= root === "Mutation";
  }
  if (isActing && dice.chance(60)) {
    const mode = dice.chance(30) ? ` ${modeDirectives[settings.defaultMode]}` : "";
    parts.more.push(
      `type Subscription {\n  acted: ${dice.pick(outputs(parts))} @aws_subscribe(mutations: ["act"])${mode}\n}`,
    );
  }
}

function predicted(dice: Dice): string {
  const chains = [
    "identifyText",
    "identifyLabels",
    "translateText",
    "identifyText, translateText, convertTextToSpeech",
  ];
  return `  guess: ${dice.pick(["String", "[String]"])} @predictions(actions: [${dice.pick(chains)}])`;
}

/** A field that a function or a request computes. */
function addComputed(dice: Dice, type: TypePart, parts: SchemaParts, settings: Settings): void {
  const by = source(dice);
  if (by === "") return;
  const isModel = parts.models.includes(type);
  const auth = isModel && dice.chance(20) ? authDirective(dice, settings, "field") : undefined;
  addField(type, `made${argumentsOf(dice, parts)}`, dice.pick(outputs(parts)), auth === undefined ? [by] : [by, auth]);
}

function addWords(dice: Dice, parts: SchemaParts): void {
  for (const type of [...parts.models, ...parts.objects]) {
    const field = dice.pick(type.fields);
    if (!field.type.endsWith("!")) field.directives.push(dice.pick(['@deprecated(reason: "old")', "@deprecated"]));
  }
  parts.more.push('"Said of an enum." enum Said { "one" ONE TWO @deprecated }');
}

function addAbstract(dice: Dice, parts: SchemaParts): void {
  const [first, second] = dice.draw(parts.objects, 2);
  if (first === undefined || second === undefined) return;
  parts.more.push(`union Either = ${first.name} | ${second.name}`, "interface Marked { mark: Int }");
  addField(first, "mark", "Int");
}

function addModeDirectives(dice: Dice, parts: SchemaParts, settings: Settings): void {
  const usable = [settings.defaultMode, ...settings.additionalModes].map((mode) => modeDirectives[mode]);
  for (const type of parts.objects) if (dice.chance(50)) type.directives.push(...dice.some(usable, 1));
}
