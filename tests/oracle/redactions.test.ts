/** Relations stay out of the answers of mutations exactly where the official resolvers keep them out. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openAccess } from "#graphql/access/open";
import { buildModel } from "#graphql/directives/build";
import { everyProvider } from "../support/callerApi.ts";

interface Answer {
  readonly sdl: string;
  readonly redacted: boolean;
}

const answers = JSON.parse(readFileSync(join(import.meta.dirname, "redactions.json"), "utf8")) as readonly Answer[];

function ours(sdl: string): boolean {
  const model = buildModel(sdl, everyProvider);
  const [a, b] = ["A", "B"].map((name) => model.models.find((type) => type.name === name));
  if (a === undefined || b === undefined) throw new Error("A and B are missing");
  return a.subscriptions.level === "on" && openAccess(a, model).isRedacted("b", openAccess(b, model));
}

test("as the official resolvers", () => {
  expect(answers.length).toBeGreaterThanOrEqual(400);
  expect(answers.filter(({ redacted }) => redacted).length).toBeGreaterThan(100);
  const wrong = answers.filter(({ sdl, redacted }) => ours(sdl) !== redacted);
  expect(wrong).toEqual([]);
});
