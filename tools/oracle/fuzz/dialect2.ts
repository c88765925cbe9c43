/** Random schemas of dialect 2. */

import type { Settings } from "../settings.ts";
import { authDirective, modelDirective, randomSettings, randomTypes } from "./common.ts";
import type { Dice } from "./dice.ts";
import { addExtras } from "./extras.ts";
import { addField, type FieldPart, printParts, type SchemaParts, type TypePart } from "./parts.ts";
import { defaults, keyScalars, relationNames } from "./words.ts";

export interface RandomSchema {
  readonly sdl: string;
  readonly settings: Settings;
}

export function randomDialect2(dice: Dice): RandomSchema {
  const settings = randomSettings(dice, 2);
  const parts = randomTypes(dice);
  for (const model of parts.models) {
    model.directives.push(modelDirective(dice, model.name));
    addKey(dice, model, parts.enums);
    addIndexes(dice, model, parts.enums);
    addDefaults(dice, model);
  }
  const count = dice.below(parts.models.length * 2);
  for (let index = 0; index < count; index += 1) addRelation(dice, parts, index);
  for (const model of parts.models) addAuth(dice, model, settings);
  addExtras(dice, parts, settings);
  const configured = [settings.defaultMode, ...settings.additionalModes];
  if (dice.chance(8) && configured.includes("API_KEY"))
    parts.more.push("input AMPLIFY { globalAuthRule: AuthRule = { allow: public } }");
  return { sdl: printParts(parts), settings };
}

function addKey(dice: Dice, model: TypePart, enums: readonly string[]): void {
  if (dice.chance(50)) return;
  if (dice.chance(30)) {
    addField(model, "id", dice.pick(["ID!", "String!", "ID"]));
    return;
  }
  const sort = ["keyB", "KeyC", "key_d"].slice(0, dice.below(4));
  for (const name of sort) addField(model, name, `${dice.pick([...keyScalars, ...enums])}!`);
  const given = sort.length === 0 ? "" : `(sortKeyFields: ${JSON.stringify(sort)})`;
  addField(model, dice.pick(["keyA", "id"]), `${dice.pick(keyScalars)}!`, [`@primaryKey${given}`]);
}

function addIndexes(dice: Dice, model: TypePart, enums: readonly string[]): void {
  const count = dice.chance(35) ? 1 + dice.below(2) : 0;
  for (let index = 0; index < count; index += 1) {
    const sort = [`sort${index}a`, `Sort${index}b`].slice(0, dice.below(3));
    for (const name of sort) {
      addField(model, name, dice.pick([...keyScalars, ...enums]) + dice.pick(["", "!"]));
    }
    const given = [`name: "by${index}Of${model.name}"`];
    if (sort.length > 0) given.push(`sortKeyFields: ${JSON.stringify(sort)}`);
    if (dice.chance(60)) given.push(dice.chance(20) ? "queryField: null" : `queryField: "find${index}${model.name}"`);
    const uses = dice.chance(15) ? "@index" : `@index(${given.join(", ")})`;
    addField(model, `index${index}`, dice.pick([...keyScalars, ...enums]) + dice.pick(["", "!"]), [uses]);
  }
}

function addDefaults(dice: Dice, model: TypePart): void {
  for (const field of model.fields) {
    const value = defaults[field.type.replace("!", "")];
    if (value === undefined || field.directives.length > 0 || !dice.chance(10)) continue;
    field.directives.push(`@default(value: ${JSON.stringify(value)})`);
  }
}

function addRelation(dice: Dice, parts: SchemaParts, number: number): void {
  const [from, to] = [dice.pick(parts.models), dice.pick(parts.models)];
  const [there, back] = dice.draw(relationNames, 2).map((name) => `${name}${number}`);
  if (there === undefined || back === undefined) return;
  const limit = dice.chance(20) ? "limit: 7" : "";
  switch (dice.below(6)) {
    case 0:
      addField(from, there, `[${to.name}]`, [`@hasMany${limit && `(${limit})`}`]);
      return;
    case 1:
      addField(from, there, `[${to.name}]`, ["@hasMany"]);
      addField(to, back, `${from.name}${dice.pick(["", "", "!"])}`, ["@belongsTo"]);
      return;
    case 2:
      addField(from, there, `${to.name}${dice.pick(["", "", "!"])}`, ["@hasOne"]);
      if (dice.chance(60)) addField(to, back, from.name, ["@belongsTo"]);
      return;
    case 3:
      if (from === to) return;
      addField(from, there, `[${to.name}]`, [`@manyToMany(relationName: "join${number}"${limit && `, ${limit}`})`]);
      addField(to, back, `[${from.name}]`, [`@manyToMany(relationName: "join${number}")`]);
      return;
    case 4:
      addReferences(dice, from, to, [there, back], number);
      return;
    default:
      addFields(dice, from, to, [there, back], number);
  }
}

/** The key of a model, in order. */
function keyOf(model: TypePart): readonly FieldPart[] {
  const by = (name: string): readonly FieldPart[] => model.fields.filter((field) => field.name === name);
  const first = model.fields.find((field) => field.directives.some((text) => text.startsWith("@primaryKey")));
  const text = first?.directives.find((each) => each.startsWith("@primaryKey")) ?? "";
  const sort = JSON.parse(/\[.*\]/.exec(text)?.[0] ?? "[]") as string[];
  if (first !== undefined) return [first, ...sort.flatMap(by)];
  const [id] = by("id");
  return id === undefined ? [] : [id];
}

function addReferences(dice: Dice, from: TypePart, to: TypePart, names: readonly string[], number: number): void {
  const [there = "", back = ""] = names;
  const key = keyOf(from);
  const types = key.length === 0 ? ["ID"] : key.map((field) => field.base);
  const references = types.map((type, index) => {
    addField(to, `ref${number}Part${index}`, type);
    return `ref${number}Part${index}`;
  });
  const given = `(references: ${JSON.stringify(references)})`;
  const many = dice.chance(60);
  addField(from, there, many ? `[${to.name}]` : to.name, [`${many ? "@hasMany" : "@hasOne"}${given}`]);
  addField(to, back, from.name, [`@belongsTo${given}`]);
}

/** Keys written out on the side that holds them: hasOne and belongsTo by fields, hasMany over an index. */
function addFields(dice: Dice, from: TypePart, to: TypePart, names: readonly string[], number: number): void {
  const [there = "", back = ""] = names;
  const key = keyOf(from);
  if (key.length === 0) return;
  const held = key.map((field, index) => {
    const [first, ...sort] = key.map((_, each) => `held${number}Part${each}`);
    const extra = dice.chance(30) && key.length === 1 ? ["createdAt"] : [];
    const given = [`name: "held${number}"`];
    if (sort.length + extra.length > 0) given.push(`sortKeyFields: ${JSON.stringify([...sort, ...extra])}`);
    const uses = index === 0 && first !== undefined ? [`@index(${given.join(", ")})`] : [];
    if (index === 0 && extra.length > 0 && !to.fields.some(({ name }) => name === "createdAt")) {
      addField(to, "createdAt", "AWSDateTime!");
    }
    return addField(to, `held${number}Part${index}`, `${field.base}${dice.pick(["", "!"])}`, uses).name;
  });
  const own = JSON.stringify(key.map((field) => field.name));
  addField(from, there, `[${to.name}]`, [`@hasMany(indexName: "held${number}", fields: ${own})`]);
  if (dice.chance(70)) addField(to, back, from.name, [`@belongsTo(fields: ${JSON.stringify(held)})`]);
  if (dice.chance(30)) addField(to, `${back}One`, from.name, [`@hasOne(fields: ${JSON.stringify(held)})`]);
}

function addAuth(dice: Dice, model: TypePart, settings: Settings): void {
  if (dice.chance(10))
    model.directives.push(dice.pick(["@searchable", `@searchable(queries: { search: "seek${model.name}" })`]));
  if (dice.chance(5) && keyOf(model).length < 2) model.directives.push(`@mapsTo(name: "Old${model.name}")`);
  const rules = dice.chance(70) ? authDirective(dice, settings, "model") : undefined;
  if (rules !== undefined) model.directives.push(rules);
  const ownerType = dice.pick([undefined, undefined, undefined, "String", "String!", "[String]"]);
  if (ownerType !== undefined) addField(model, dice.pick(["owner", "maker", "team"]), ownerType);
  for (const field of model.fields) {
    if (!dice.chance(2) || field.type.endsWith("!")) continue;
    const own = authDirective(dice, settings, "field");
    if (own !== undefined) field.directives.push(own);
  }
}
