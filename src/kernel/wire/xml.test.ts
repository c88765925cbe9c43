/** XML that is written is read back; what is no document of elements and text is refused, quickly. */

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { MalformedInput } from "./malformed.ts";
import { readXml } from "./readXml.ts";
import { xmlElement, xmlHead, xmlText } from "./writeXml.ts";
import type { XmlElement } from "./xmlElement.ts";

const read = (text: string): XmlElement => readXml(Buffer.from(text));

test("any text comes back as it was", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }), (one, two) => {
      const usable = two.toWellFormed();
      const document = `${xmlHead}${xmlElement("a", xmlElement("b", xmlText(one)) + xmlElement("c", xmlText(usable)))}`;
      expect(read(document).children.map(({ text }) => text)).toEqual([one.toWellFormed(), usable]);
    }),
  );
});

test("prefixes, attributes, comments, sections and empty elements are understood", () => {
  const document = `<?xml version="1.0"?><!-- a --><s3:Delete xmlns:s3="http://x/">
    <Object><Key><![CDATA[a<b]]>&amp;&#x41;&#66;</Key><Empty/></Object></s3:Delete>`;
  const { name, children } = read(document);
  expect(name).toBe("Delete");
  expect(children[0]?.children.map(({ name, text }) => [name, text])).toEqual([
    ["Key", "a<b&AB"],
    ["Empty", ""],
  ]);
});

test.each([
  ["", "ends too early"],
  ["<a>", "ends too early"],
  ["<a></b>", "not open"],
  ["<a/><b/>", "more than one root"],
  ["text<a/>", "outside"],
  ['<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "document type"],
  ["<a>&b;</a>", "entity"],
  ["<a>&#xD800;</a>", "entity"],
  ["<a b=c/>", "not well formed"],
  ["<a>".repeat(40), "too deeply"],
])("%j is refused", (document, reason) => {
  expect(() => read(document)).toThrow(reason);
});

test("bytes that are no UTF-8 are refused", () => {
  expect(() => readXml(Buffer.from([0x3c, 0x61, 0x3e, 0xff]))).toThrow("UTF-8");
});

test("a document of a megabyte that never closes a tag is refused within a second", () => {
  const started = performance.now();
  expect(() => read(`<a ${"b='c' ".repeat(150_000)}`)).toThrow(MalformedInput);
  expect(() => read(`<a>${"<!--".repeat(250_000)}`)).toThrow(MalformedInput);
  expect(performance.now() - started).toBeLessThan(1000);
});
