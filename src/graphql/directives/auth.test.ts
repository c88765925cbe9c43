/** @auth in normal form: defaults, providers, operations, fields, and what is refused. */

import { describe, expect, test } from "vitest";
import type { AccessRule, ModelType } from "#graphql/sdl/model";
import { SdlRefusal } from "#graphql/sdl/problem";
import type { SchemaSettings } from "#graphql/sdl/settings";
import { plainSettings } from "#graphql/sdl/settings";
import { buildModel } from "./build.ts";

const every: SchemaSettings = {
  ...plainSettings,
  defaultProvider: "userPools",
  otherProviders: ["apiKey", "iam", "oidc", "function"],
};

function only(sdl: string, settings = every): ModelType {
  const [first] = buildModel(sdl, settings).models;
  if (first === undefined) throw new Error("no model");
  return first;
}

function rules(text: string): readonly AccessRule[] {
  return only(`type A @model @auth(rules: [${text}]) { id: ID! owners: [String] teams: [String] }`).access;
}

function problems(sdl: string, settings = every): readonly string[] {
  try {
    buildModel(sdl, settings);
    return [];
  } catch (error) {
    if (!(error instanceof SdlRefusal)) throw error;
    return error.problems.map((each) => each.message);
  }
}

const reading = ["get", "list", "listen", "sync", "search"];
const operations = ["create", "update", "delete", ...reading];

describe("normal form", () => {
  const cases: readonly (readonly [string, readonly object[]])[] = [
    ["{ allow: public }", [{ allow: "public", provider: "apiKey", operations }]],
    ["{ allow: public, provider: identityPool }", [{ allow: "public", provider: "iam", operations }]],
    ["{ allow: private }", [{ allow: "private", provider: "userPools", operations }]],
    ["{ allow: private, provider: oidc }", [{ allow: "private", provider: "oidc", operations }]],
    ["{ allow: custom }", [{ allow: "custom", provider: "function", operations }]],
    [
      "{ allow: owner }",
      [
        {
          allow: "owner",
          provider: "userPools",
          operations,
          ownerField: "owner",
          list: false,
          identityClaim: "sub::username",
        },
      ],
    ],
    [
      '{ allow: owner, ownerField: "owners", identityClaim: "email", provider: oidc, operations: [read] }',
      [
        {
          allow: "owner",
          provider: "oidc",
          operations: reading,
          ownerField: "owners",
          list: true,
          identityClaim: "email",
        },
      ],
    ],
    [
      '{ allow: groups, groups: ["A", "B"], operations: [create, get] }',
      [
        {
          allow: "groups",
          provider: "userPools",
          operations: ["create", "get"],
          groups: ["A", "B"],
          groupClaim: "cognito:groups",
        },
      ],
    ],
    [
      '{ allow: groups, groupsField: "teams", groupClaim: "my:groups" }',
      [
        {
          allow: "groups",
          provider: "userPools",
          operations,
          groupsField: "teams",
          list: true,
          groupClaim: "my:groups",
        },
      ],
    ],
  ];
  test.each(cases)("%s", (text, expected) => {
    expect(rules(text)).toEqual(expected);
  });

  test("the flag for joined owners", () => {
    const settings = { ...every, flags: { useSubUsernameForDefaultIdentityClaim: false } };
    const [rule] = only("type A @model @auth(rules: [{ allow: owner }]) { id: ID! }", settings).access;
    expect(rule).toMatchObject({ identityClaim: "username" });
  });
});

test("owner fields are added where nobody declared them, also for rules of fields", () => {
  const type =
    only(`type A @model(subscriptions: { level: off }) @auth(rules: [{ allow: owner }, { allow: owner, ownerField: "author" }]) {
    id: ID! author: String
    note: String @auth(rules: [{ allow: owner, ownerField: "keeper" }, { allow: owner }])
  }`);
  const added = type.fields.filter((field) => !field.declared).map((field) => field.name);
  expect(added).toEqual(["createdAt", "updatedAt", "owner", "keeper"]);
  expect(type.fields.find((field) => field.name === "note")?.access).toHaveLength(2);
});

describe("refused", () => {
  const model = (text: string): string => `type A @model @auth(rules: [${text}]) { id: ID! }`;
  const cases: readonly (readonly [string, string])[] = [
    [model("{ allow: owner, provider: apiKey }"), "{ allow: owner } goes with provider userPools or oidc"],
    [model("{ allow: public, provider: userPools }"), "{ allow: public } goes with provider apiKey or iam"],
    [model("{ allow: custom, provider: iam }"), "{ allow: custom } goes with provider function"],
    [model("{ allow: groups }"), "{ allow: groups } needs groups: [...] or groupsField"],
    [model("{ allow: groups, groups: [] }"), "groups is an empty list"],
    [model('{ allow: groups, groups: ["A"], groupsField: "b" }'), "a rule has groups or a groupsField, not both"],
    [model('{ allow: groups, groups: ["A"], identityClaim: "b" }'), "identityClaim has a meaning"],
    [model('{ allow: owner, groupClaim: "b" }'), "groupClaim has a meaning"],
    [model("{ allow: owner }, { allow: owner, operations: [read] }"), "names the same people in two rules"],
    [model(""), "has no rules"],
    ["type A @auth(rules: [{ allow: public }]) { id: ID! } type B @model { id: ID! }", "A has no @model"],
    [
      "type A @model { id: ID! } type Query { a: String @auth(rules: [{ allow: private, operations: [read] }]) }",
      "operations have no meaning here",
    ],
    [
      `type A @model @auth(rules: [{ allow: owner }, { allow: private, operations: [read] }]) {
        id: ID! secret: String! @auth(rules: [{ allow: owner }])
      }`,
      "A has required fields that some of its readers may not read: secret",
    ],
  ];
  test.each(cases)("%s", (sdl, expected) => {
    expect(problems(sdl)).toEqual([expect.stringContaining(expected)]);
  });

  test("required fields may be guarded where nobody subscribes", () => {
    const sdl = `type A @model(subscriptions: { level: off }) @auth(rules: [{ allow: owner }, { allow: private }]) {
      id: ID! secret: String! @auth(rules: [{ allow: owner }])
    }`;
    expect(problems(sdl)).toEqual([]);
  });

  test.each([
    ["public", "", "API_KEY"],
    ["private", "", "AMAZON_COGNITO_USER_POOLS"],
    ["private", ", provider: oidc", "OPENID_CONNECT"],
    ["public", ", provider: iam", "AWS_IAM"],
    ["custom", "", "AWS_LAMBDA"],
  ])("a rule for a mode the API does not have: %s%s", (allow, provider, mode) => {
    const settings = { ...plainSettings, defaultProvider: mode === "AWS_IAM" ? "apiKey" : "iam" } as const;
    expect(problems(model(`{ allow: ${allow}${provider} }`), settings)).toEqual([
      expect.stringContaining(`needs the mode ${mode}`),
    ]);
  });
});

test("rules that can let nobody in are told of", () => {
  const { warnings } = buildModel(
    `type A @model @auth(rules: [{ allow: groups, groupsField: "team" }, { allow: owner, ownerField: "count" }]) {
      id: ID! Team: String count: Int
    }`,
    every,
  );
  expect(warnings).toEqual([
    expect.stringContaining("looks for groups in team, which A does not declare"),
    expect.stringContaining("A has Team, but its @auth names team"),
    expect.stringContaining("A.count is not a String, ID or a list of them"),
    expect.stringContaining("Owners of A may give records away by updating count"),
  ]);
});

test("rules of fields outside models keep only those that need no record", () => {
  const { queries, warnings } = buildModel(
    `type A @model @auth(rules: [{ allow: private }]) { id: ID! }
    type Query { a: String @auth(rules: [{ allow: owner }, { allow: groups, groups: ["G"] }]) }`,
    every,
  );
  expect(queries[0]?.access).toMatchObject([{ allow: "groups" }]);
  expect(warnings).toContainEqual(expect.stringContaining("@auth on Query.a"));
});
