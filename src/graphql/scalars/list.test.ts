/** What each scalar takes and refuses. */

import { expect, test } from "vitest";
import { scalarNamed } from "./list.ts";

const cases: Readonly<Record<string, { readonly takes: readonly unknown[]; readonly refuses: readonly unknown[] }>> = {
  String: { takes: ["", "x"], refuses: [1, true, null, {}, []] },
  ID: { takes: ["a"], refuses: [1.5, true, 1e300, {}] },
  Int: { takes: [0, -2147483648, 2147483647], refuses: [2147483648, 1.5, "1", Number.NaN, Infinity, true] },
  Float: { takes: [0, 1.5, -1e300], refuses: ["1", Infinity, Number.NaN, true] },
  Boolean: { takes: [true, false], refuses: [0, 1, "true"] },
  AWSDate: {
    takes: ["1970-01-01", "1970-01-01Z", "1970-01-01+05:30", "1970-01-01-07:00:15", "2024-02-29", "2000-02-29"],
    refuses: [
      "1970-1-1",
      "2023-02-29",
      "1900-02-29",
      "2020-13-01",
      "2020-00-10",
      "2020-01-00",
      "1970-01-01T",
      "1970-01-01+19:00",
      0,
      " 1970-01-01",
    ],
  },
  AWSTime: {
    takes: ["12:30", "12:30Z", "12:30:24", "12:30:24.500", "12:30:24.123456789+05:30", "23:59:59-07:00"],
    refuses: ["24:00:00", "12:60", "12:30:60", "12:30:24.", "12:30:24.1234567890", "1:30", "12:30:24 Z", 0],
  },
  AWSDateTime: {
    takes: [
      "1970-01-01T12:30:00.000Z",
      "1970-01-01T12:30Z",
      "1970-01-01T12:30:00-05:30",
      "1970-01-01T12:30:00.5+05:30:15",
    ],
    refuses: [
      "1970-01-01T12:30:00.000",
      "1970-01-01 12:30:00Z",
      "1970-02-30T12:30:00Z",
      "1970-01-01T12:30:00+0530",
      "1970-01-01",
      0,
    ],
  },
  AWSTimestamp: { takes: [0, -1, 1777636800000, Number.MAX_SAFE_INTEGER], refuses: [1.5, "0", 2 ** 60, Infinity] },
  AWSEmail: {
    takes: ["a@b", "first.last+tag@mail.example.com", `"quoted local"@example.com`],
    refuses: [
      "a",
      "@b",
      "a@",
      "a@-b.com",
      "a..b@c.com",
      ".a@b.com",
      "a b@c.com",
      `${"a".repeat(65)}@b.com`,
      "a@b..com",
      "a@b@c",
    ],
  },
  AWSURL: {
    takes: ["https://example.com", "http://localhost:3000/a/b?c=//#d", "mailto:a@b.com", "ftp://x/y"],
    refuses: ["example.com", "/a/b", "https://example.com//a", "http://", "https://a b", ""],
  },
  AWSPhone: {
    takes: ["+1 555-555-5555", "555-555-5555", "+44 20 7946 0958", "(555) 555-5555", "1-555-555-5555"],
    refuses: ["", "555", "abc", "+1", "+123456789012345678", "2-555-555-5555", "555-555-55555"],
  },
  AWSIPAddress: {
    takes: ["127.0.0.1", "10.0.0.0/8", "::1", "2001:db8::/32", "1:2:3:4:5:6:7:8/128"],
    refuses: ["256.0.0.1", "10.0.0.0/33", "::1/129", "fe80::1%eth0", "10.0.0.0/8/8", "1.2.3", "10.0.0.0/"],
  },
};

test.each(Object.entries(cases))("%s", (name, { takes, refuses }) => {
  const scalar = scalarNamed(name);
  for (const value of takes) expect([value, scalar?.coerce(value)]).toEqual([value, value]);
  for (const value of refuses) expect([value, scalar?.coerce(value)]).toEqual([value, undefined]);
});

test("ID takes whole numbers as text", () => {
  expect(scalarNamed("ID")?.coerce(12)).toBe("12");
});

test("minus zero is stored as zero", () => {
  expect(Object.is(scalarNamed("Int")?.coerce(-0), 0)).toBe(true);
});

test("AWSJSON keeps the JSON, not the white space, and no digit is lost", () => {
  const json = scalarNamed("AWSJSON");
  expect(json?.coerce(' { "b" : [1, 2.50, null] , "a":"x\\u0041" } ')).toBe('{"b":[1,2.5,null],"a":"xA"}');
  expect(json?.coerce("12345678901234567890")).toBe("12345678901234567890");
  expect(json?.coerce('"text"')).toBe('"text"');
  for (const value of ["", "{", "{a:1}", "undefined", { a: 1 }, 1, null, "[".repeat(100_000)])
    expect(json?.coerce(value)).toBeUndefined();
});
