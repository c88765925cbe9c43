/** Comma-separated values: what is written is read again, in whatever pieces it comes. */

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createCsvReader, csvLine, readCsv } from "./csv.ts";

test("quotes, commas, line breaks and empty fields", () => {
  const text = 'a,b\r\n"x, y","say ""hi"""\n\n,\n"two\nlines",z';
  expect(readCsv(text)).toEqual([
    { fields: ["a", "b"], line: 1 },
    { fields: ["x, y", 'say "hi"'], line: 2 },
    { fields: ["", ""], line: 4 },
    { fields: ["two\nlines", "z"], line: 5 },
  ]);
});

test("the line of a record counts the breaks within quotes before it", () => {
  expect(readCsv('"1\n2\n3",a\nb,c\n').map(({ line }) => line)).toEqual([1, 4]);
});

test("a quote that is never closed is told with its line", () => {
  expect(() => readCsv('a,b\n"c,d\n')).toThrow("line 2");
});

test("whatever is written is read again, piece by piece", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r", "é", " ") });
  // A bare carriage return outside quotes is part of a line break; csvLine quotes it.
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 2, maxLength: 4 })),
      fc.integer({ min: 1, max: 7 }),
      (rows, size) => {
        const text = rows.map((row) => `${csvLine(row)}\n`).join("");
        const reader = createCsvReader();
        const pieces = text.match(new RegExp(`[^]{1,${size}}`, "gu")) ?? [];
        const read = [...pieces.flatMap((piece) => reader.read(piece)), ...reader.end()];
        expect(read.map(({ fields }) => fields)).toEqual(rows);
      },
    ),
  );
});
