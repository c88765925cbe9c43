/** Traits of schema data: where a member travels, and no trait lost in silence. */

import { expect, test } from "vitest";
import { placeOf, traitsOf } from "./traits.ts";

test.each([
  [1, { wire: "AppId", location: "label" }],
  [{ jsonName: "appId" }, { wire: "appId" }],
  [{ httpQuery: "max-results" }, { wire: "max-results", location: "query" }],
  [16, { wire: "AppId", location: "payload" }],
  [undefined, { wire: "AppId" }],
])("%j places a member", (traits, place) => {
  expect(placeOf("AppId", traits)).toEqual(place);
});

test("a mask names its traits from the lowest bit on", () => {
  expect(traitsOf(8 | 1)).toEqual({ httpLabel: 1, sensitive: 1 });
});

test("a trait the tool does not know stops it", () => {
  expect(() => placeOf("Body", { streaming: 1 })).toThrow("streaming");
});

test("lists of XML that have no element of their own are marked", () => {
  expect(placeOf("Contents", { xmlFlattened: 1, xmlName: "Object" })).toEqual({ wire: "Object", flattened: true });
});
