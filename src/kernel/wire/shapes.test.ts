/** Decoders, encoders and validators on shapes the present services do not have: maps, blobs, recursion, odd names. */

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ServiceSchema } from "#generated/schema";
import { createDecoders } from "./decode.ts";
import { createEncoders } from "./encode.ts";
import { MalformedInput } from "./malformed.ts";
import { createValidators, describeViolations } from "./validate.ts";

const schema: ServiceSchema = {
  service: "Test",
  version: "1",
  signingName: "test",
  protocol: "restJson1",
  operations: {},
  errors: {},
  shapes: {
    String: { kind: "string" },
    Name: { kind: "string", min: 2, max: 4 },
    Secret: { kind: "string", min: 6, sensitive: true },
    Count: { kind: "integer", min: 1, max: 10 },
    Long: { kind: "long" },
    Bytes: { kind: "blob" },
    Time: { kind: "timestamp" },
    Anything: { kind: "document" },
    Names: { kind: "list", member: "Name", min: 1, max: 3 },
    Tags: { kind: "map", key: "Name", value: "Name", max: 2 },
    Tree: {
      kind: "structure",
      members: {
        Name: { shape: "Name", wire: "name", required: true },
        Children: { shape: "Trees", wire: "children" },
      },
    },
    Trees: { kind: "list", member: "Tree" },
    Hidden: { kind: "structure", sensitive: true, members: { Name: { shape: "Name", wire: "name" } } },
    All: {
      kind: "structure",
      members: {
        Bytes: { shape: "Bytes", wire: "bytes" },
        Time: { shape: "Time", wire: "time" },
        Anything: { shape: "Anything", wire: "anything" },
        Long: { shape: "Long", wire: "long" },
        Tags: { shape: "Tags", wire: "tags" },
        Tree: { shape: "Tree", wire: "tree" },
        Odd: { shape: "String", wire: "constructor" },
        Names: { shape: "Names", wire: "names" },
        Secret: { shape: "Secret", wire: "secret" },
        Hidden: { shape: "Hidden", wire: "hidden" },
        Count: { shape: "Count", wire: "count" },
      },
    },
  },
};
const decode = createDecoders(schema)("All");
const encode = createEncoders(schema)("All");
const validate = createValidators(schema)("All");

function malformed(value: unknown): string {
  try {
    decode(value);
  } catch (error) {
    if (error instanceof MalformedInput) return error.describe();
    throw error;
  }
  return "decoded";
}

describe("decoders and encoders", () => {
  it("are each other's inverse", () => {
    const value = {
      Bytes: new Uint8Array([0, 255, 10]),
      Time: 1_617_375_907_613,
      Anything: { a: [1, null, { b: "x" }] },
      Long: Number.MAX_SAFE_INTEGER,
      Tags: { first: "one" },
      Tree: { Name: "root", Children: [{ Name: "leaf", Children: [] }] },
      Odd: "x",
      Names: ["ab"],
    };
    const wire = JSON.parse(JSON.stringify(encode(value)));
    expect(wire).toMatchObject({
      bytes: "AP8K",
      time: 1_617_375_907.613,
      tree: { children: [{ name: "leaf" }] },
      constructor: "x",
    });
    expect(decode(wire)).toEqual(value);
  });

  it("keep hostile keys of maps as keys", () => {
    const decoded = decode(JSON.parse('{"tags": {"__proto__": "abc", "constructor": "x", "gone": null}}')) as {
      Tags: object;
    };
    expect(Object.entries(decoded.Tags)).toEqual([
      ["__proto__", "abc"],
      ["constructor", "x"],
    ]);
    expect(JSON.stringify(encode(decoded))).toBe('{"tags":{"__proto__":"abc","constructor":"x"}}');
  });

  it("do not read inherited members", () => {
    expect(decode({})).toEqual({});
  });

  it.each([
    [{ bytes: "no base64!" }, "Member 'bytes': expected base64."],
    [{ time: "2026-11-23" }, "Member 'time': expected a number, found a string."],
    [{ long: 2 ** 53 }, "Member 'long': the number does not fit long."],
    [{ tags: { a: { b: 1 } } }, "Member 'tags.a': expected a string, found a structure."],
    [
      { tree: { children: [{ children: [7] }] } },
      "Member 'tree.children.1.member.children.1.member': expected a structure, found a number.",
    ],
    [7, "expected a structure, found a number."],
  ])("refuse %j", (value, text) => {
    expect(malformed(value)).toBe(text);
  });

  it("decode any JSON or say what is wrong with it, and never throw anything else", () => {
    const member = fc.constantFrom(
      "bytes",
      "time",
      "long",
      "tags",
      "tree",
      "names",
      "count",
      "constructor",
      "__proto__",
      "name",
      "children",
    );
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.jsonValue({ maxDepth: 1 }),
        fc.dictionary(member, tie("value")),
        fc.array(tie("value")),
      ),
    })).value;
    fc.assert(
      fc.property(json, (value) => {
        expect(typeof malformed(JSON.parse(JSON.stringify(value)))).toBe("string");
      }),
      { numRuns: 1000 },
    );
  });
});

describe("validators", () => {
  function violations(value: unknown): string {
    return describeViolations(validate?.(value) ?? []);
  }

  it("are absent where nothing is constrained", () => {
    const validatorOf = createValidators(schema);
    expect(["String", "Long", "Bytes", "Time", "Anything"].map(validatorOf)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(validate?.({ Names: ["ab"], Count: 1 })).toBeUndefined();
  });

  it.each([
    [
      { Count: 0 },
      "1 validation error detected: Value '0' at 'count' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      { Count: 11 },
      "1 validation error detected: Value '11' at 'count' failed to satisfy constraint: Member must have value less than or equal to 10",
    ],
    [
      { Names: [] },
      "1 validation error detected: Value '[]' at 'names' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      { Names: ["ab", "x", "toolong"] },
      "2 validation errors detected: Value 'x' at 'names.2.member' failed to satisfy constraint: Member must have length greater than or equal to 2; " +
        "Value 'toolong' at 'names.3.member' failed to satisfy constraint: Member must have length less than or equal to 4",
    ],
    [
      { Tags: { k: "ok" } },
      "1 validation error detected: Value 'k' at 'tags.key' failed to satisfy constraint: Member must have length greater than or equal to 2",
    ],
    [
      { Tags: { ab: "" } },
      "1 validation error detected: Value '' at 'tags.ab.value' failed to satisfy constraint: Member must have length greater than or equal to 2",
    ],
    [
      { Tree: { Children: [{ Name: "ok" }, {}] } },
      "2 validation errors detected: Value null at 'tree.name' failed to satisfy constraint: Member must not be null; Value null at 'tree.children.2.member.name' failed to satisfy constraint: Member must not be null",
    ],
    [
      { Secret: "short" },
      "1 validation error detected: Value at 'secret' failed to satisfy constraint: Member must have length greater than or equal to 6",
    ],
    [
      { Hidden: { Name: "x" } },
      "1 validation error detected: Value at 'hidden.name' failed to satisfy constraint: Member must have length greater than or equal to 2",
    ],
  ])("%j", (value, text) => {
    expect(violations(value)).toBe(text);
  });

  it("count lengths in code points", () => {
    expect(validate?.({ Names: ["😀😀😀😀"] })).toBeUndefined();
    expect(violations({ Names: ["😀"] })).toContain("greater than or equal to 2");
    expect(violations({ Names: ["😀😀😀😀😀"] })).toContain("less than or equal to 4");
  });

  it("cut what they show", () => {
    expect(violations({ Names: ["x".repeat(100_000)] }).length).toBeLessThan(500);
  });
});
