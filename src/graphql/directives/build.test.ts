/** Good schemas become a Model; bad ones are told with line, column and reason. */

import { describe, expect, test } from "vitest";
import { SdlRefusal } from "#graphql/sdl/problem";
import { buildModel } from "./build.ts";

function problems(sdl: string): readonly string[] {
  try {
    buildModel(sdl);
    return [];
  } catch (error) {
    if (!(error instanceof SdlRefusal)) throw error;
    return error.message.split("\n").slice(1);
  }
}

const model = "@model @auth(rules: [{ allow: public }])";

describe("refusals", () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["", ["1:1 The schema is empty. Write at least one type with @model."]],
    ["type A {", ["1:9 Syntax Error: Expected Name, found <EOF>."]],
    ["type A { a: Int }", ["1:1 The schema serves nothing: write at least one type with @model."]],
    [`type A ${model} { id: ID! }\ntype A ${model} { id: ID! }`, ["2:6 A is defined twice."]],
    [`type A ${model} {\n  id: ID!\n  x: Int\n  x: Int\n}`, ["4:3 A.x is defined twice."]],
    [
      `type A ${model} { id: ID! b: B c: [C!] }`,
      ["1:59 A.b: type B is not defined.", "1:64 A.c: type C is not defined."],
    ],
    [`type AWSThing ${model} { id: ID! }`, ['1:6 "AWSThing": type names may not start with "AWS".']],
    [`type __A ${model} { id: ID! }`, [`1:6 "__A": names that start with "__" belong to GraphQL's introspection.`]],
    [
      `type A ${model} { id: ID! __x: Int }`,
      [`1:59 "__x": names that start with "__" belong to GraphQL's introspection.`],
    ],
    [`type String ${model} { id: ID! }`, ['1:6 "String" is a built-in scalar.']],
    [`type ModelStringInput ${model} { id: ID! }`, ['1:6 "ModelStringInput" is a name the API generates itself.']],
    [`type A ${model} { id: ID! } enum E { X X }`, ["1:66 Enum E has a value twice."]],
    [
      `type A ${model} { id: ID! } scalar S`,
      ["1:68 scalar S: AppSync takes no custom scalars; use String or AWSJSON."],
    ],
    [`type A implements I ${model} { id: ID! }`, ["1:6 A implements I, which is no interface."]],
    [`type A implements I ${model} { id: ID! } interface I { x: Int }`, ["1:6 A implements I but has no field x."]],
    [`type A ${model} { id: ID! } union U = B`, ["1:67 union U: B is not an object type."]],
    [
      `type A ${model} { id: ID! u: I } interface I { x: Int }`,
      ["1:59 A.u: A is stored in records, and an interface or union cannot be written."],
    ],
    [`type A ${model} { id: ID! } extend type B { x: Int }`, ["1:73 extend type B: there is no type B to extend."]],
    [
      `type A ${model} { id: ID! and: Int }`,
      ["1:59 A.and: a model's field cannot be called and, filters use that word."],
    ],
    [
      `type A ${model} { id: ID! b: B } type B { c: C! } type C { b: B! }`,
      [
        "1:71 B requires itself through required fields; no value could ever be complete.",
        "1:88 C requires itself through required fields; no value could ever be complete.",
      ],
    ],
    [`type A ${model} { id: [ID!] }`, ["1:51 A.id is the primary key and must be a scalar, best `id: ID!`."]],
    [
      `type A ${model} { id: ID! d: D } type D { b: A }`,
      ["1:75 D.b: D is stored inside records, so it cannot hold the model A; keep its id."],
    ],
    [`type A ${model} @model { id: ID! }`, ["1:49 @model stands here twice."]],
    [`type A ${model} { id: ID! @model }`, ["1:59 @model does not go on fields."]],
    [`type A ${model} @foo { id: ID! }`, ["1:49 @foo is not a directive Amplify knows."]],
    [`type A @model(querys: null) { id: ID! }`, ['1:15 @model has no argument "querys".']],
    [
      `type A @model(queries: { fetch: "x" }) { id: ID! }`,
      [expect.stringContaining('1:26 Argument "@model(queries:)" has invalid value')],
    ],
    [
      `type A @model(subscriptions: { onCreate: ["x"], onUpdate: ["x"] }) { id: ID! }`,
      ["1:8 @model of A names the same subscription twice."],
    ],
    [`type A ${model} { a: ID @primaryKey }`, ["1:51 A.a is a key field and must be required: ID!"]],
    [
      `type A ${model} { a: ID! @primaryKey(sortKeyFields: ["b", "c"]) c: [Int!]! }`,
      [
        "1:58 @primaryKey of A names b, which A does not declare.",
        "1:97 A.c is a key field and must be a scalar or an enum, not a list or object.",
      ],
    ],
    [`type A ${model} { a: ID! @primaryKey b: ID! @primaryKey }`, ["1:77 A has more than one @primaryKey."]],
    [`type A ${model} { id: ID! n: Int @default(value: "x") }`, ['1:66 @default on A.n: "x" is not a valid Int.']],
    [
      `type A ${model} { id: ID! n: [Int] @default(value: "1") }`,
      ["1:68 @default on A.n: only scalar and enum fields take a default."],
    ],
    [
      `type A @model @auth(rules: [{ allow: owner }]) { id: ID! }`,
      [
        "1:15 @auth on A: { allow: owner, provider: userPools } needs the mode AMAZON_COGNITO_USER_POOLS, which the API does not have; add it to DefaultAuthType or AdditionalAuthTypes.",
      ],
    ],
    [
      `type A @model @auth(rules: [{ allow: public, provider: iam }]) { id: ID! }`,
      [
        "1:15 @auth on A: { allow: public, provider: iam } needs the mode AWS_IAM, which the API does not have; add it to DefaultAuthType or AdditionalAuthTypes.",
      ],
    ],
    [
      `type A @model @auth(rules: [{ allow: public, operations: [read, list] }]) { id: ID! }`,
      ['1:15 @auth on A: operations: "read" already covers "list"; name only one of them.'],
    ],
    [
      `type A ${model} { id: ID! x: Int @auth(rules: [{ allow: public, operations: [list] }]) }`,
      ['1:66 @auth on A.x: "list" is not for fields; use create, read, update and delete.'],
    ],
    [
      `type A @model @auth(rules: [{ allow: nobody }]) { id: ID! }`,
      [expect.stringContaining('1:38 Argument "@auth(rules:)" has invalid value')],
    ],
    [
      `type A ${model} { id: ID! } input AMPLIFY { globalAuthRule: AuthRule = { allow: private } }`,
      ["1:77 AMPLIFY.globalAuthRule: only globalAuthRule: AuthRule = { allow: public } is supported."],
    ],
  ];
  test.each(cases)("%s", (sdl, expected) => {
    expect(problems(sdl)).toEqual(expected);
  });

  const refused = [
    ["refersTo", '(name: "x")'],
    ["sql", '(statement: "x")'],
    ["conversation", ""],
    ["generation", ""],
  ] as const;
  test.each(refused)("@%s is refused by name, with the reason", (name, args) => {
    expect(problems(`type A ${model} {\n  id: ID!\n  b: Int @${name}${args}\n}`)).toEqual([
      expect.stringMatching(new RegExp(`^3:10 @${name} cannot be served: it `)),
    ]);
  });

  test("every problem is told at once, in the order of the text, up to twenty", () => {
    const many = problems(`type A ${model} {\n${Array.from({ length: 30 }, (_, n) => `f${n}: X`).join("\n")}\n}`);
    expect(many).toHaveLength(21);
    expect(many[0]).toBe("2:1 A.f0: type X is not defined.");
    expect(many[20]).toBe("... and 10 more.");
  });

  test("link fields count: a model many others link to is refused before its table is too wide", () => {
    const owners = Array.from({ length: 400 }, (_, n) => `type T${n} ${model} { hubs: [Hub] @hasMany }`);
    expect(problems(`type Hub ${model} { id: ID! }\n${owners.join("\n")}`)).toEqual([
      "1:6 Type Hub has 403 fields, those of relations and timestamps included; at most 400 are served.",
    ]);
  });

  test("ten thousand types, good or bad, end in bounded time", () => {
    const types = Array.from({ length: 10_000 }, (_, n) => {
      const next = (n + 1) % 10_000;
      return `type T${n} ${model} { id: ID! next: T${next} @hasOne all: [T${next}] @hasMany }`;
    });
    const before = process.cpuUsage();
    expect(problems(types.join("\n")).length).toBeGreaterThan(0);
    const chain = Array.from({ length: 10_000 }, (_, n) => `type T${n} { next: T${(n + 1) % 10_000}! }`);
    expect(problems(`type A ${model} { id: ID! t: T0 }\n${chain.join("\n")}`)).toHaveLength(21);
    expect(process.cpuUsage(before).user).toBeLessThan(5_000_000);
  });
});

describe("the Model", () => {
  const only = (sdl: string): ReturnType<typeof buildModel>["models"][number] => {
    const [first] = buildModel(sdl).models;
    if (first === undefined) throw new Error("no model");
    return first;
  };

  test("plurals and names of operations", () => {
    const plurals = ["Category", "Fish", "Person", "News", "Data", "todo", "X", "A"].map((name) => {
      const { operations, subscriptions } = only(`type ${name} ${model} { id: ID! }`);
      return [operations.get, operations.list, operations.create, subscriptions.onDelete[0]].join(" ");
    });
    expect(plurals).toEqual([
      "getCategory listCategories createCategory onDeleteCategory",
      "getFish listFish createFish onDeleteFish",
      "getPerson listPeople createPerson onDeletePerson",
      "getNews listNews createNews onDeleteNews",
      "getData listData createData onDeleteData",
      "getTodo listTodos createTodo onDeleteTodo",
      "getX listXES createX onDeleteX",
      "getA listAS createA onDeleteA",
    ]);
  });

  test("operations may be renamed one by one or left out; long subscription names are cut", () => {
    const renamed = only(
      `type A @model(queries: { get: "one" }, mutations: null, subscriptions: { level: off }) { id: ID! }`,
    );
    expect(renamed.operations).toEqual({ get: "one", list: "listAS" });
    expect(renamed.subscriptions).toEqual({ level: "off", onCreate: [], onUpdate: [], onDelete: [] });
    const partly = only(
      `type A @model(queries: { list: null }, mutations: { delete: null, update: "set" }, subscriptions: { onCreate: ["a", "b"], onDelete: null }) { id: ID! }`,
    );
    expect(partly.operations).toEqual({ get: "getA", create: "createA", update: "set" });
    expect(partly.subscriptions).toMatchObject({ onCreate: ["a", "b"], onUpdate: ["onUpdateA"], onDelete: [] });
    const long = only(`type ${"Long".repeat(12)} ${model} { id: ID! }`).subscriptions.onCreate[0];
    expect(long).toMatch(/^onCreateLong.{33}[0-9a-f]{5}$/);
    expect(long).toHaveLength(50);
  });

  test("timestamps: standard, renamed, dropped, declared", () => {
    const names = (sdl: string): readonly string[] => only(sdl).fields.map((field) => field.name);
    expect(names(`type A ${model} { x: Int }`)).toEqual(["x", "id", "createdAt", "updatedAt"]);
    expect(names(`type A @model(timestamps: null) { id: ID! }`)).toEqual(["id"]);
    expect(names(`type A @model(timestamps: { createdAt: "born", updatedAt: null }) { id: ID! }`)).toEqual([
      "id",
      "born",
    ]);
    expect(only(`type A ${model} { id: ID! createdAt: String }`).timestamps).toEqual({
      createdAt: "createdAt",
      updatedAt: "updatedAt",
    });
    const odd = buildModel(`type A ${model} { id: ID! createdAt: Int }`);
    expect(odd.models[0]?.timestamps).toEqual({ updatedAt: "updatedAt" });
    expect(odd.warnings).toEqual(["1:59 A.createdAt is not AWSDateTime or String, so it is not filled in."]);
  });

  test("access: rules, the global rule, and the warning where there is neither", () => {
    expect(only(`type A ${model} { id: ID! }`).access).toMatchObject([{ allow: "public", provider: "apiKey" }]);
    const rules = "[{ allow: public, operations: [read, create] }]";
    expect(only(`type A @model @auth(rules: ${rules}) { id: ID! }`).access[0]?.operations).toEqual([
      "get",
      "list",
      "listen",
      "sync",
      "search",
      "create",
    ]);
    const bare = buildModel("type A @model { id: ID! }");
    expect(bare.models[0]?.access).toEqual([]);
    expect(bare.warnings).toEqual([
      expect.stringMatching(/^1:6 Model A has no @auth rule: every call on it will be denied/),
    ]);
    const global = buildModel(
      "input AMPLIFY { globalAuthRule: AuthRule = { allow: public } }\ntype A @model { id: ID! }",
    );
    expect([global.models[0]?.access.length, global.warnings, global.inputs]).toEqual([1, [], []]);
  });

  test("fields of Query without a data source are kept, with a warning", () => {
    const built = buildModel(
      `type A ${model} { id: ID! }\nextend type Query {\n  hello(name: String = "x"): String\n}\ntype Subscription { onA: A @aws_subscribe(mutations: ["createA"]) }`,
    );
    expect(built.queries).toMatchObject([{ name: "hello", arguments: [{ name: "name", defaultValue: '"x"' }] }]);
    expect(built.subscriptions).toMatchObject([{ name: "onA", subscribesTo: ["createA"] }]);
    expect(built.warnings).toEqual(["3:3 Query.hello has no data source and will always be null."]);
  });

  test("cycles between optional documents are fine", () => {
    expect(problems(`type A ${model} { id: ID! b: B } type B { c: C bs: [B!]! } type C { b: B! self: C }`)).toEqual([]);
  });
});
