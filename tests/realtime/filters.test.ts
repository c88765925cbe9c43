/** The filter of a subscription: every operator, with values, with none, in groups; and that the index never misses. */

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Bucket } from "#graphql/realtime/buckets";
import { compileFilter } from "#graphql/realtime/filter";

const record: Readonly<Record<string, unknown>> = {
  text: "hello",
  empty: "",
  number: 5,
  flag: true,
  list: ["a", "b"],
  nothing: null,
};
const holds = (filter: unknown, of: Readonly<Record<string, unknown>> = record): boolean =>
  compileFilter(filter).test((name) => of[name]);

describe("operators", () => {
  test.each([
    ["text", { eq: "hello" }, true],
    ["text", { eq: "Hello" }, false],
    ["text", { ne: "x" }, true],
    ["text", { ne: "hello" }, false],
    ["text", { lt: "hellp" }, true],
    ["text", { le: "hello", ge: "hello" }, true],
    ["text", { gt: "hello" }, false],
    ["text", { contains: "ell" }, true],
    ["text", { contains: "" }, true],
    ["text", { notContains: "ell" }, false],
    ["text", { beginsWith: "he" }, true],
    ["text", { beginsWith: "el" }, false],
    ["text", { between: ["h", "i"] }, true],
    ["text", { between: ["i", "h"] }, false],
    ["text", { in: ["x", "hello"] }, true],
    ["text", { in: [] }, false],
    ["text", { notIn: [] }, true],
    ["text", { notIn: ["hello"] }, false],
    ["text", { size: { eq: 5 } }, true],
    ["text", { size: { gt: 5 } }, false],
    ["text", {}, true],
    ["text", { eq: "hello", beginsWith: "x" }, false],
    ["text", { lt: 9 }, false],
    ["number", { eq: 5 }, true],
    ["number", { gt: 4, lt: 6 }, true],
    ["number", { between: [5, 5] }, true],
    ["number", { in: [1, 5] }, true],
    ["flag", { eq: true }, true],
    ["flag", { ne: true }, false],
    ["list", { contains: "a" }, true],
    ["list", { contains: "c" }, false],
    ["list", { notContains: "c" }, true],
    ["list", { eq: ["a", "b"] }, true],
    ["nothing", { eq: null }, true],
    ["nothing", { ne: null }, false],
    ["nothing", { ne: "x" }, true],
    ["nothing", { eq: "x" }, false],
    ["nothing", { notContains: "x" }, true],
    ["nothing", { contains: "x" }, false],
    ["nothing", { beginsWith: "" }, false],
    ["nothing", { notIn: ["x"] }, true],
    ["nothing", { in: [null] }, false],
    ["nothing", { lt: "x" }, false],
    ["nothing", { attributeExists: false }, true],
    ["text", { attributeExists: true }, true],
    ["absent", { eq: null }, true],
    ["__proto__", { eq: null }, true],
  ])("%s %j: %s", (field, comparison, expected) => {
    expect(holds(Object.fromEntries([[field, comparison]]), { ...record, ["__proto__"]: undefined })).toBe(expected);
  });

  test("texts are compared byte by byte, whatever the script", () => {
    expect(holds({ text: { gt: "z" } }, { text: "é" })).toBe(true);
    // Two UTF-16 units that sort before U+FF5E, whose code point is smaller.
    expect(holds({ text: { gt: "～" } }, { text: "😀" })).toBe(true);
  });

  test.each(["size", "attributeType", "constructor", "__proto__", "toString"])(
    "no operator hides behind %s",
    (name) => {
      if (name === "size") return;
      expect(() => compileFilter({ text: Object.fromEntries([[name, "x"]]) })).toThrow("is not supported");
    },
  );
});

describe("groups", () => {
  test.each([
    [{ text: { eq: "hello" }, number: { eq: 5 } }, true],
    [{ and: [{ text: { eq: "hello" } }, { number: { eq: 6 } }] }, false],
    [{ or: [{ text: { eq: "x" } }, { number: { eq: 5 } }] }, true],
    [{ text: { eq: "x" }, or: [{ number: { eq: 5 } }] }, false],
    [{ or: [] }, true],
    [{ and: [] }, true],
    [{ or: [{ and: [{ text: { beginsWith: "h" } }, { flag: { eq: true } }] }] }, true],
    [{}, true],
    [null, true],
  ])("%j: %s", (filter, expected) => {
    expect(holds(filter)).toBe(expected);
  });

  test("big and deep ones are refused, not worked on", () => {
    expect(() => compileFilter({ text: { in: Array.from({ length: 3000 }, String) } })).toThrow("maximum limit");
    let deep: object = { text: { eq: "x" } };
    for (let level = 0; level < 100; level += 1) deep = { and: [deep] };
    expect(() => compileFilter(deep)).toThrow("too deep");
  });
});

test("a bucket finds everybody whose places an event's record meets, and forgets them again", () => {
  const value = fc.constantFrom("a", "b", 1, true, null);
  const place = fc.record({
    field: fc.constantFrom("x", "y"),
    values: fc.array(value, { minLength: 1, maxLength: 3 }),
  });
  const members = fc.array(fc.option(fc.array(place, { minLength: 1, maxLength: 2 }), { nil: undefined }), {
    maxLength: 8,
  });
  const data = fc.record({ x: fc.oneof(value, fc.array(value, { maxLength: 3 })), y: value }, { requiredKeys: [] });
  fc.assert(
    fc.property(members, data, (given, of) => {
      const bucket = new Bucket<object>();
      const all = given.map((places) => ({ places }));
      for (const member of all) bucket.add(member, member);
      const seen = of as Readonly<Record<string, unknown>>;
      const meets = ({ places }: (typeof all)[number]): boolean =>
        places === undefined ||
        places.some(({ field, values }) => [seen[field] ?? null].flat().some((each) => values.includes(each as never)));
      expect(bucket.candidates(of)).toEqual(new Set(all.filter(meets)));
      for (const member of all) bucket.remove(member, member);
      expect([bucket.isEmpty, bucket.candidates(of).size]).toEqual([true, 0]);
    }),
  );
});
