/** Automerge: what holds for any stored record and any change. */

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { mergeChange } from "./merge.ts";

const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
const value = fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }), fc.dictionary(fc.constantFrom("x", "y"), scalar));
const item = fc.dictionary(fc.constantFrom("a", "b", "c", "d"), value);

test("the same change again adds nothing", () => {
  fc.assert(
    fc.property(item, item, (stored, change) => {
      const merged = { ...stored, ...mergeChange(stored, change) };
      expect(mergeChange(merged, change)).toEqual({});
    }),
  );
});

test("no stored scalar is lost, no change to a missing field either", () => {
  fc.assert(
    fc.property(item, item, (stored, change) => {
      const merged = { ...stored, ...mergeChange(stored, change) };
      const kept = Object.entries(stored).filter(([, before]) => before !== null && typeof before !== "object");
      const taken = Object.entries(change).filter(
        ([name, incoming]) => (stored[name] ?? null) === null && incoming !== null,
      );
      expect(merged).toMatchObject(Object.fromEntries([...kept, ...taken]));
    }),
  );
});

test("every element of both lists is in the merged one, the stored first", () => {
  const list = fc.array(fc.integer(), { maxLength: 5 });
  fc.assert(
    fc.property(list, list, (stored, incoming) => {
      const merged = mergeChange({ l: stored }, { l: incoming })["l"] ?? stored;
      expect((merged as number[]).slice(0, stored.length)).toEqual(stored);
      for (const each of incoming) expect(merged).toContain(each);
    }),
  );
});

test("maps are merged member by member, at any depth", () => {
  const stored = { m: { here: 1, both: { x: "stored" } } };
  const change = { m: { there: 2, both: { x: "late", y: "new" } } };
  expect(mergeChange(stored, change)).toEqual({ m: { here: 1, there: 2, both: { x: "stored", y: "new" } } });
});
