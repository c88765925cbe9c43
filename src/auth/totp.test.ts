/** TOTP against the values of RFC 6238 and the one-step window. */

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { matchingTotpStep, newTotpSecret, toBase32, totpCode, totpStep } from "./totp.ts";

test.each([
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
])("the code at %i s is that of RFC 6238, appendix B", (seconds, code) => {
  expect(totpCode(Buffer.from("12345678901234567890"), totpStep(seconds * 1000))).toBe(code);
});

test.each([
  ["", ""],
  ["f", "MY"],
  ["fo", "MZXQ"],
  ["foo", "MZXW6"],
  ["foob", "MZXW6YQ"],
  ["fooba", "MZXW6YTB"],
  ["foobar", "MZXW6YTBOI"],
])("base32 of %j is %j (RFC 4648)", (text, encoded) => {
  expect(toBase32(Buffer.from(text))).toBe(encoded);
});

test("a secret is spelled with 52 characters", () => {
  expect(toBase32(newTotpSecret())).toMatch(/^[A-Z2-7]{52}$/);
});

test("codes of the step before, the present one and the next are good, others are not", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 40 }), fc.integer({ min: 0, max: 4e12 }), (secret, now) => {
      const step = totpStep(now);
      const near = new Set([-1, 0, 1].map((offset) => (step + offset < 0 ? "" : totpCode(secret, step + offset))));
      expect(matchingTotpStep(secret, totpCode(secret, step), now)).toBe(step);
      for (const far of [step + 2, step + 3, step + 100]) {
        const code = totpCode(secret, far);
        expect(near.has(code) || matchingTotpStep(secret, code, now) === undefined).toBe(true);
      }
    }),
  );
});

test("texts that are no six digits match nothing", () => {
  const secret = newTotpSecret();
  for (const code of ["", "12345", "1234567", "abcdef", "１２３４５６"]) {
    expect(matchingTotpStep(secret, code, Date.now())).toBeUndefined();
  }
});
