/** Random schemas of dialect 1. */

import type { Settings } from "../settings.ts";
import { authDirective, modelDirective, randomSettings, randomTypes } from "./common.ts";
import type { Dice } from "./dice.ts";
import { addExtras } from "./extras.ts";
import type { RandomSchema } from "./dialect2.ts";
import { addField, printParts, type SchemaParts, type TypePart } from "./parts.ts";
import { keyScalars, relationNames } from "./words.ts";

export function randomDialect1(dice: Dice): RandomSchema {
  const settings = randomSettings(dice, 1);
  const parts = randomTypes(dice);
  for (const model of parts.models) {
    model.directives.push(modelDirective(dice, model.name));
    if (dice.chance(60)) addField(model, "id", dice.pick(["ID!", "ID!", "ID", "String!"]));
    if (dice.chance(8))
      model.directives.push(dice.pick(["@versioned", '@versioned(versionField: "rev", versionInput: "knownRev")']));
    if (dice.chance(8))
      model.directives.push(dice.pick(["@searchable", `@searchable(queries: { search: "seek${model.name}" })`]));
    addKeys(dice, model, parts.enums);
  }
  const count = dice.below(parts.models.length * 2);
  for (let index = 0; index < count; index += 1) addConnection(dice, parts, index);
  for (const model of parts.models) addAuth(dice, model, settings);
  addExtras(dice, parts, settings);
  return { sdl: printParts(parts), settings };
}

function addKeys(dice: Dice, model: TypePart, enums: readonly string[]): void {
  const count = dice.chance(50) ? 1 + dice.below(2) : 0;
  for (let index = 0; index < count; index += 1) {
    const isPrimary = index === 0 && dice.chance(50);
    const fields = [`key${index}a`, `Key${index}b`, `key_${index}c`].slice(0, 1 + dice.below(3));
    for (const name of fields) {
      const type = dice.pick([...keyScalars, ...enums]);
      addField(model, name, `${type}${isPrimary || dice.chance(60) ? "!" : ""}`);
    }
    const given = [`fields: ${JSON.stringify(fields)}`];
    if (!isPrimary) {
      given.push(`name: "by${index}"`);
      if (dice.chance(70)) given.push(`queryField: "find${index}${model.name}"`);
    }
    model.directives.push(`@key(${given.join(", ")})`);
  }
}

function addConnection(dice: Dice, parts: SchemaParts, number: number): void {
  const [from, to] = [dice.pick(parts.models), dice.pick(parts.models)];
  const [there, back] = dice.draw(relationNames, 2).map((name) => `${name}${number}`);
  if (there === undefined || back === undefined) return;
  const limit = dice.chance(20) ? ", limit: 7" : "";
  switch (dice.below(6)) {
    case 0:
      addField(from, there, `[${to.name}]`, ["@connection"]);
      return;
    case 1:
      addField(from, there, to.name + dice.pick(["", "!"]), ["@connection"]);
      return;
    case 2:
      addField(from, there, `[${to.name}]`, [`@connection(name: "pair${number}"${limit})`]);
      addField(to, back, from.name + dice.pick(["", "!"]), [`@connection(name: "pair${number}")`]);
      return;
    case 3:
      if (!hasPlainId(from) || !hasPlainId(to)) return;
      addField(to, `held${number}`, "ID!");
      to.directives.push(
        `@key(name: "held${number}", fields: ${dice.pick([`["held${number}"]`, `["held${number}", "id"]`])})`,
      );
      addField(from, there, `[${to.name}]`, [`@connection(keyName: "held${number}", fields: ["id"]${limit})`]);
      if (dice.chance(70)) addField(to, back, from.name, [`@connection(fields: ["held${number}"])`]);
      return;
    case 4: {
      const keys = dice.chance(50) ? `, keyField: "via${number}"` : `, sortField: "sorted${number}"`;
      addField(from, there, `[${to.name}]`, [`@connection(name: "by${number}"${keys})`]);
      addField(to, back, from.name, [`@connection(name: "by${number}"${keys})`]);
      addField(to, `sorted${number}`, dice.pick(["Int!", "AWSDate!", "String!"]));
      return;
    }
    default:
      if (!hasPlainId(to)) return;
      addField(from, `to${number}`, dice.pick(["ID", "ID!"]));
      addField(from, there, to.name, [`@connection(fields: ["to${number}"])`]);
  }
}

function hasPlainId(model: TypePart): boolean {
  const isPrimary = (text: string): boolean => text.startsWith("@key(") && !text.includes("name:");
  return model.fields.some(({ name, type }) => name === "id" && type === "ID!") && !model.directives.some(isPrimary);
}

function addAuth(dice: Dice, model: TypePart, settings: Settings): void {
  const rules = dice.chance(70) ? authDirective(dice, settings, "model") : undefined;
  if (rules !== undefined) model.directives.push(rules);
  const ownerType = dice.pick([undefined, undefined, undefined, "String", "String!", "[String]"]);
  if (ownerType !== undefined) addField(model, dice.pick(["owner", "maker", "team"]), ownerType);
  for (const field of model.fields) {
    if (!dice.chance(2)) continue;
    const own = authDirective(dice, settings, "field");
    if (own !== undefined) field.directives.push(own);
  }
}
