/** What a sync does is what two listings differ in. */

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { differences, isSame, type Listed } from "./difference.ts";

const object = (key: string, change: Partial<Listed> = {}): Listed => ({
  key,
  size: 1,
  etag: "0".repeat(32),
  modifiedAt: 1000,
  ...change,
});

async function* each(objects: readonly Listed[]): AsyncGenerator<Listed> {
  yield* objects;
}

const byBytes = (a: Listed, b: Listed): number => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key));

test("copies what is missing or different, leaves what is the same, names what is superfluous", async () => {
  const key = fc.string({ unit: "binary", minLength: 1, maxLength: 3 });
  const listing = fc
    .uniqueArray(fc.record({ key, size: fc.integer({ min: 0, max: 2 }) }), {
      selector: (one) => one.key,
      maxLength: 20,
    })
    .map((found) => found.map((one) => object(one.key, one)).toSorted(byBytes));
  await fc.assert(
    fc.asyncProperty(listing, listing, async (from, to) => {
      const steps: string[] = [];
      for await (const step of differences(each(from), each(to))) steps.push(`${step.kind} ${step.object.key}`);
      const expected = [
        ...from.map(
          (one) => `${to.some((other) => other.key === one.key && isSame(one, other)) ? "same" : "copy"} ${one.key}`,
        ),
        ...to.filter((one) => !from.some((other) => other.key === one.key)).map((one) => `superfluous ${one.key}`),
      ];
      expect(steps.toSorted()).toEqual(expected.toSorted());
    }),
  );
});

describe("two objects of one key are the same", () => {
  const parts = { etag: `${"1".repeat(32)}-3` };
  test.each([
    ["size and etag", {}, {}, true],
    ["another size", {}, { size: 2 }, false],
    ["another etag of bytes", {}, { etag: "1".repeat(32) }, false],
    ["parts against one piece, copied later", parts, { modifiedAt: 2000 }, true],
    ["parts against one piece, changed since", { ...parts, modifiedAt: 3000 }, { modifiedAt: 2000 }, false],
  ])("%s", (_name, source, copy, expected) => {
    expect(isSame(object("k", source), object("k", copy))).toBe(expected);
  });
});
