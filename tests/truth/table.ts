/** The dimensions of the truth table: rules, operations they allow, rules of a field, and callers. */

import type { ApiCaller } from "#graphql/access/caller";
import { apiKey, guest, letIn, operator, signedIn, subject, user } from "../support/callerApi.ts";
import type { Operation, Person, Rule, Subject } from "./facts.ts";

const reading: readonly Operation[] = ["get", "list", "search", "listen", "sync"];
const everything: readonly Operation[] = ["create", "update", "delete", ...reading];

type People = Pick<Rule, "sdl" | "provider" | "who">;

/** Every strategy with every provider it goes with. */
export const people: readonly People[] = [
  { sdl: "allow: public", provider: "apiKey", who: { kind: "everybody" } },
  { sdl: "allow: public, provider: iam", provider: "iam", who: { kind: "guests" } },
  { sdl: "allow: private", provider: "userPools", who: { kind: "users" } },
  { sdl: "allow: private, provider: oidc", provider: "oidc", who: { kind: "users" } },
  { sdl: "allow: private, provider: identityPool", provider: "iam", who: { kind: "users" } },
  { sdl: "allow: custom", provider: "function", who: { kind: "everybody" } },
  { sdl: "allow: owner", provider: "userPools", who: { kind: "owner", field: "owner", claim: "joined" } },
  {
    sdl: 'allow: owner, ownerField: "owners"',
    provider: "userPools",
    who: { kind: "owner", field: "owners", claim: "joined" },
  },
  {
    sdl: 'allow: owner, identityClaim: "email"',
    provider: "userPools",
    who: { kind: "owner", field: "owner", claim: "email" },
  },
  {
    sdl: "allow: owner, provider: oidc",
    provider: "oidc",
    who: { kind: "owner", field: "owner", claim: "joined" },
  },
  { sdl: 'allow: groups, groups: ["Admins"]', provider: "userPools", who: { kind: "group", group: "Admins" } },
  {
    sdl: 'allow: groups, groups: ["Admins"], provider: oidc',
    provider: "oidc",
    who: { kind: "group", group: "Admins" },
  },
  { sdl: 'allow: groups, groupsField: "team"', provider: "userPools", who: { kind: "groupIn", field: "team" } },
  { sdl: 'allow: groups, groupsField: "teams"', provider: "userPools", who: { kind: "groupIn", field: "teams" } },
  {
    sdl: 'allow: groups, groupsField: "teams", provider: oidc',
    provider: "oidc",
    who: { kind: "groupIn", field: "teams" },
  },
];

/** What a rule of a type may name, as written and in full. */
const grants: readonly (readonly [string, readonly Operation[]])[] = [
  ["", everything],
  [", operations: [create]", ["create"]],
  [", operations: [read]", reading],
  [", operations: [update]", ["update"]],
  [", operations: [delete]", ["delete"]],
  [", operations: [get]", ["get"]],
  [", operations: [list]", ["list"]],
  [", operations: [create, update, read]", ["create", "update", ...reading]],
  [", operations: [update, delete]", ["update", "delete"]],
];

/** What a rule of a field may name. */
const fieldGrants = grants.filter(([sdl]) => !/\[(get|list)\]/.test(sdl));

function rule(of: People, [sdl, operations]: readonly [string, readonly Operation[]]): Rule {
  return { ...of, sdl: `{ ${of.sdl}${sdl} }`, operations };
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new Error(`The table has no ${index}`);
  return found;
}

const [all] = grants;
const whole = (index: number): Rule => rule(at(people, index), all ?? ["", everything]);

/** One rule alone; two rules together; and type rules with rules of the field. */
export function subjects(): readonly Subject[] {
  const found: Omit<Subject, "name">[] = [{ rules: [], secret: undefined }];
  for (const each of people) for (const grant of grants) found.push({ rules: [rule(each, grant)], secret: undefined });
  for (const [one, first] of people.entries()) {
    for (const second of people.slice(one + 1)) {
      found.push({ rules: [rule(first, at(grants, 2)), rule(second, at(grants, 7))], secret: undefined });
    }
  }
  // Owner, everybody signed in, API key, a group and a group of the record: each with fields for each of the others.
  for (const type of [6, 2, 0, 10, 13]) {
    for (const field of [0, 2, 6, 7, 10, 12, 13]) {
      for (const grant of fieldGrants) found.push({ rules: [whole(type)], secret: [rule(at(people, field), grant)] });
      const also = field === type ? [] : [rule(at(people, type), at(grants, 2))];
      found.push({ rules: [whole(type), rule(at(people, 3), at(grants, 2))], secret: [whole(field), ...also] });
    }
  }
  found.push(...mixed(mixtures));
  return found.map((each, index) => ({ ...each, name: `Case${index}` }));
}

const mixtures = 160;

/** Up to four rules on the type and three on the field, drawn by a fixed row of numbers. */
function mixed(count: number): readonly Omit<Subject, "name">[] {
  let seed = 20_260_501;
  const draw = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  const some = (most: number, from: readonly (readonly [string, readonly Operation[]])[]): readonly Rule[] => {
    const chosen = new Set(Array.from({ length: 1 + draw(most) }, () => draw(people.length)));
    return [...chosen].map((index) => rule(at(people, index), at(from, draw(from.length))));
  };
  return Array.from({ length: count }, () => ({
    rules: some(4, grants),
    secret: draw(3) === 0 ? undefined : some(3, fieldGrants),
  }));
}

/** The people of the table and the callers they are; records belong to Ann and her team. */
export const callers: readonly (readonly [Person, ApiCaller])[] = [
  [{ name: "a key", provider: "apiKey" }, apiKey],
  [{ name: "a guest", provider: "iam", guest: true }, guest],
  [{ name: "a user of the identity pool", provider: "iam" }, signedIn],
  [{ name: "an operator", provider: "iam", operator: true }, operator],
  [{ name: "whom the function lets in", provider: "function" }, letIn()],
  [
    { name: "Ann", provider: "userPools", joined: ["sub-ann::ann", "sub-ann", "ann"], email: "ann@example.com" },
    user("ann", [], { email: "ann@example.com" }),
  ],
  [{ name: "Bob", provider: "userPools", joined: ["sub-bob::bob", "sub-bob", "bob"] }, user("bob")],
  [
    { name: "an administrator", provider: "userPools", joined: ["sub-adm::adm", "sub-adm", "adm"], groups: ["Admins"] },
    user("adm", ["Admins"]),
  ],
  [
    {
      name: "one of the team",
      provider: "userPools",
      joined: ["sub-tim::tim", "sub-tim", "tim"],
      groups: ["red", "x"],
    },
    user("tim", ["red", "x"]),
  ],
  [
    {
      name: "one of another team",
      provider: "userPools",
      joined: ["sub-zoe::zoe", "sub-zoe", "zoe"],
      groups: ["blue"],
    },
    user("zoe", ["blue"]),
  ],
  [{ name: "Ann elsewhere", provider: "oidc", joined: ["sub-ann::ann", "sub-ann", "ann"] }, subject("ann")],
  [
    {
      name: "a member elsewhere",
      provider: "oidc",
      joined: ["sub-kim::kim", "sub-kim", "kim"],
      groups: ["Admins", "red"],
    },
    subject("kim", { "cognito:groups": '["Admins", "red"]' }),
  ],
];

export function printed({ name, rules, secret }: Subject): string {
  const auth = (each: readonly Rule[]): string => `@auth(rules: [${each.map((one) => one.sdl).join(", ")}])`;
  return `type ${name} @model ${rules.length === 0 ? "" : auth(rules)} {
  id: ID
  text: String
  secret: String ${secret === undefined ? "" : auth(secret)}
  owner: String
  owners: [String]
  team: String
  teams: [String]
}`;
}
