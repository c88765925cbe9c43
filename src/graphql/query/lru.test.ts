/** What is in use stays, the rest goes, and heavy entries count for more. */

import { expect, test } from "vitest";
import { Lru } from "./lru.ts";

test("entries used lately stay; at most twice the capacity is kept", () => {
  const map = new Lru<number>(3);
  for (let n = 0; n < 20; n += 1) {
    map.set(`k${n}`, n);
    expect(map.get("k0")).toBe(0);
    expect(map.get(`k${n}`)).toBe(n);
  }
  const kept = Array.from({ length: 20 }, (_, n) => map.get(`k${n}`)).filter((value) => value !== undefined);
  expect(kept.length).toBeLessThanOrEqual(6);
});

test("a heavy entry takes the room of many, and one too heavy for all is kept alone", () => {
  const map = new Lru<string>(10);
  for (const key of ["a", "b", "c"]) map.set(key, key, 3);
  map.set("d", "d", 9);
  map.set("e", "e", 100);
  expect(["a", "b", "c", "d", "e"].map((key) => map.get(key))).toEqual([undefined, undefined, undefined, "d", "e"]);
});

test("a value set again is the new one, also while the old one waits to go; a removed one is gone", () => {
  const map = new Lru<number>(1);
  map.set("a", 1);
  map.set("b", 2);
  map.set("a", 3);
  expect(map.get("a")).toBe(3);
  map.delete("a");
  map.delete("b");
  expect([map.get("a"), map.get("b")]).toEqual([undefined, undefined]);
});
