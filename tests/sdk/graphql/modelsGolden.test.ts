/** Models of golden schemas: equal, member by member, to what the official generator made of them; see tests/golden/models/README.md. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { buildModel } from "#graphql/directives/build";
import { introspectionJson } from "#graphql/models/introspection";
import { schemaJs } from "#graphql/models/schemaJs";
import { readSchemaJs } from "../../support/schemaJs.ts";

const folder = join(import.meta.dirname, "../../golden/models");
const cases = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

test("there are cases", () => {
  expect(cases.length).toBeGreaterThan(15);
});

describe.each(cases)("%s", (name) => {
  const text = (file: string): string => readFileSync(join(folder, name, file), "utf8");
  const model = buildModel(text("schema.graphql"));

  test("schema.js", () => {
    expect(readSchemaJs(schemaJs(model))).toStrictEqual(JSON.parse(text("schema.json")));
  });

  test("introspection", () => {
    expect(JSON.parse(introspectionJson(model))).toStrictEqual(JSON.parse(text("introspection.json")));
  });
});
