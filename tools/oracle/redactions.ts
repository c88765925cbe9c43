/**
 * `npm run oracle:redactions`: asks the official transformer, for hundreds of pairs of related models, whether the
 * relation is kept out of the answers of mutations, and writes its answers to tests/oracle/redactions.json.
 */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureOfficialPackages } from "./install.ts";
import { resolversOfDialect2 } from "./official/dialect2.ts";
import { standardSettings } from "./settings.ts";

const count = 400;
const people = [
  "allow: public",
  "allow: public, provider: identityPool",
  "allow: private",
  "allow: private, provider: oidc",
  "allow: private, provider: identityPool",
  "allow: custom",
  "allow: owner",
  'allow: owner, ownerField: "other"',
  "allow: owner, provider: oidc",
  'allow: groups, groups: ["A"]',
  'allow: groups, groups: ["B", "C"]',
  'allow: groups, groupsField: "team"',
];
const operations = ["", "", ", operations: [read]", ", operations: [create, read]", ", operations: [get]"];
const fieldOperations = ["", ", operations: [read]"];

ensureOfficialPackages();
const settings = {
  ...standardSettings,
  defaultMode: "AMAZON_COGNITO_USER_POOLS",
  additionalModes: ["API_KEY", "AWS_IAM", "OPENID_CONNECT", "AWS_LAMBDA"],
} as const;

let seed = 20_260_501;
function draw(below: number): number {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return Math.floor((seed / 2_147_483_648) * below);
}

function rules(most: number, named: readonly string[]): string {
  const chosen = new Set(Array.from({ length: 1 + draw(most) }, () => draw(people.length)));
  return `@auth(rules: [${[...chosen].map((index) => `{ ${people[index]}${named[draw(named.length)]} }`).join(", ")}])`;
}

function schema(): string {
  const fields = "id: ID owner: String other: String team: String";
  const level = draw(6) === 0 ? "(subscriptions: { level: public })" : "";
  const own = draw(3) === 0 ? rules(2, fieldOperations) : "";
  const [one, back] = [
    [`b: B @hasOne ${own}`, ""],
    [`b: [B] @hasMany ${own}`, ""],
    [
      `bId: ID @index(name: "byB") b: B @belongsTo(fields: ["bId"]) ${own}`,
      'as: [A] @hasMany(indexName: "byB", fields: ["id"])',
    ],
  ][draw(3)] ?? ["", ""];
  const there = draw(8) === 0 ? "" : rules(3, operations);
  return `type A @model${level} ${rules(3, operations)} { ${fields} ${one} }\ntype B @model ${there} { ${fields} ${back} }`;
}

const answers = Array.from({ length: count }, () => {
  const sdl = schema();
  const templates = [...resolversOfDialect2(sdl, settings)].filter(([name]) => /^resolvers\/A\.b\..*auth/.test(name));
  return { sdl, redacted: templates.some(([, text]) => text.includes('put("deniedField", true)')) };
});
const lines = answers.map((each) => `  ${JSON.stringify(each)}`);
writeFileSync(join(import.meta.dirname, "../../tests/oracle/redactions.json"), `[\n${lines.join(",\n")}\n]\n`);
console.log(`${answers.length} pairs, ${answers.filter(({ redacted }) => redacted).length} of them redacted`);
