/** Sealing: round trips, damage, moved secrets, change of key. */

import { randomBytes } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSealer, UnsealError } from "./seal.ts";

const key = randomBytes(32);
const sealer = createSealer(key);

describe("sealer", () => {
  it("opens what it sealed, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), fc.string(), (plain, purpose) => {
        expect(sealer.open(sealer.seal(plain, purpose), purpose).equals(plain)).toBe(true);
      }),
    );
  });

  it("never seals alike twice and never shows the plain text", () => {
    const sealed = sealer.seal("a secret of some length", "p");
    expect(sealed).not.toBe(sealer.seal("a secret of some length", "p"));
    expect(Buffer.from(sealed.split(".")[2] ?? "", "base64url").toString("latin1")).not.toContain("secret");
  });

  it("refuses another purpose", () => {
    expect(() => sealer.open(sealer.seal("x", "row 1"), "row 2")).toThrow(UnsealError);
  });

  it("refuses each flipped byte and each cut", () => {
    const [version = "", id = "", text = ""] = sealer.seal("four", "p").split(".");
    const packed = Buffer.from(text, "base64url");
    for (let index = 0; index < packed.length; index += 1) {
      const damaged = Buffer.from(packed);
      damaged[index] = (damaged[index] ?? 0) ^ 1;
      expect(() => sealer.open(`${version}.${id}.${damaged.toString("base64url")}`, "p")).toThrow(UnsealError);
      const cut = packed.subarray(0, index).toString("base64url");
      expect(() => sealer.open(`${version}.${id}.${cut}`, "p")).toThrow(UnsealError);
    }
  });

  it("opens old secrets after a change of key, and names the key it lacks", () => {
    const sealed = sealer.seal("old", "p");
    const next = randomBytes(32);
    expect(createSealer(next, [key]).openText(sealed, "p")).toBe("old");
    expect(() => createSealer(next).open(sealed, "p")).toThrow(/sealed under master key [0-9a-f]{8}/);
  });

  it("refuses keys of the wrong length and texts of another form", () => {
    expect(() => createSealer(randomBytes(31))).toThrow("32 bytes");
    for (const junk of ["", "s2.x.y", "plain text", "s1..", "s1"]) {
      expect(() => sealer.open(junk, "p")).toThrow(UnsealError);
    }
  });
});
