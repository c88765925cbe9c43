/** Identifiers: their form, their order, their spread. */

import { randomBytes, randomUUID } from "node:crypto";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { randomText, timeOrderedUuid } from "./id.ts";

const random = { bytes: (count: number) => randomBytes(count), uuid: () => randomUUID() };

test("ordered UUIDs have the form of version 4, sort by their time and differ within a millisecond", () => {
  const times = fc.uniqueArray(fc.integer({ min: 0, max: 2 ** 48 - 1 }), { minLength: 2 });
  fc.assert(
    fc.property(times, (given) => {
      const made = given.map((now) => timeOrderedUuid(random, now));
      for (const id of made)
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      const inTime = given.map((now, index) => [now, made[index]] as const).toSorted(([a], [b]) => a - b);
      expect(inTime.map(([, id]) => id)).toEqual(made.toSorted());
    }),
  );
  expect(new Set(Array.from({ length: 1000 }, () => timeOrderedUuid(random, 1)))).toHaveLength(1000);
});

test("random texts have the length and the letters asked for", () => {
  expect(randomText(random, 40)).toMatch(/^[a-z0-9]{40}$/);
  expect(randomText(random, 5, "xy")).toMatch(/^[xy]{5}$/);
});
