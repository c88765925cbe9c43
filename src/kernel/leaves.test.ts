/** The small leaf files: random texts, spellings of time, resource names. */

import { randomBytes } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatArn, parseArn } from "./arn.ts";
import { randomText } from "./id.ts";
import { epochMillisecondsText, epochSeconds, isoBasic, parseIsoBasic } from "./time.ts";

const random = { bytes: (count: number) => randomBytes(count), uuid: () => "" };

describe("random texts", () => {
  it("have the length and alphabet asked for, each character about as often", () => {
    const text = randomText(random, 36_000);
    expect(text).toMatch(/^[a-z0-9]{36000}$/);
    for (const character of new Set(text)) {
      expect(text.split(character).length - 1).toBeGreaterThan(800);
      expect(text.split(character).length - 1).toBeLessThan(1200);
    }
    expect(randomText(random, 8, "01")).toMatch(/^[01]{8}$/);
    expect(randomText(random, 0)).toBe("");
  });
});

describe("times", () => {
  it("are read as they are written", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
        expect(parseIsoBasic(isoBasic(seconds * 1000))).toBe(seconds * 1000);
      }),
    );
  });

  it.each([
    "",
    "20261123",
    "20261123T103759",
    "2026-11-23T10:37:59Z",
    "20261332T103759Z",
    "20261123T256199Z",
    "20261123T103759Z ",
  ])("%j is none", (text) => {
    expect(parseIsoBasic(text)).toBeUndefined();
  });

  it("have the spellings of the wire", () => {
    expect([epochMillisecondsText(1_617_375_907_613.5), epochSeconds(1_617_375_907_613)]).toEqual([
      "1617375907613",
      1_617_375_907.613,
    ]);
  });
});

describe("resource names", () => {
  it("are read as they are written, colons and slashes in the resource included", () => {
    const arn = { service: "amplify", region: "us-east-1", account: "000000000000", resource: "apps/d1/x:y" };
    expect(formatArn(arn)).toBe("arn:aws:amplify:us-east-1:000000000000:apps/d1/x:y");
    expect(parseArn(formatArn(arn))).toEqual(arn);
    expect(parseArn("arn:aws:s3:::bucket")).toEqual({ service: "s3", region: "", account: "", resource: "bucket" });
    expect(["", "arn:aws:s3", "x:aws:s3:::b", "arn:aws:s3:::"].map(parseArn)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
