/** Routing: raw paths, literals before labels, greedy labels, and clashes found at start. */

import { describe, expect, it } from "vitest";
import { createRouter } from "./route.ts";

const router = createRouter([
  { operation: "Create", method: "POST", uri: "/things" },
  { operation: "Get", method: "GET", uri: "/things/{Id}" },
  { operation: "Special", method: "GET", uri: "/things/special" },
  { operation: "Part", method: "GET", uri: "/things/{Id}/parts/{Part}" },
  { operation: "SpecialOnly", method: "GET", uri: "/things/special/only" },
  { operation: "Rest", method: "GET", uri: "/files/{Key+}" },
  { operation: "Root", method: "POST", uri: "/" },
]);

describe("router", () => {
  it.each([
    ["POST", "/things", "Create", []],
    ["GET", "/things/7", "Get", ["7"]],
    ["GET", "/things/special", "Special", []],
    ["GET", "/things/special/only", "SpecialOnly", []],
    ["GET", "/things/special/parts/p", "Part", ["special", "p"]],
    ["GET", "/things/a%2Fb", "Get", ["a%2Fb"]],
    ["GET", "/things/", "Get", [""]],
    ["GET", "/things//parts/..", "Part", ["", ".."]],
    ["GET", "/files/a/b//c", "Rest", ["a/b//c"]],
    ["POST", "/", "Root", []],
  ])("%s %s is %s", (method, path, operation, labels) => {
    expect(router.find(method, path)).toEqual({ operation, labels });
  });

  it.each([
    ["DELETE", "/things/7", ["GET"]],
    ["GET", "/things", ["POST"]],
    ["GET", "/nothing", []],
    ["GET", "/things/7/parts", []],
    ["GET", "things", []],
    ["GET", "", []],
    ["GET", "http://host/things/7", []],
    ["GET", "/__proto__", []],
  ])("%s %s is nothing", (method, path, methods) => {
    expect(router.find(method, path)).toEqual({ methods });
  });

  it("takes long paths in its stride", () => {
    const started = performance.now();
    for (let turn = 0; turn < 100; turn += 1) router.find("GET", "/things/special".repeat(2000));
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it("refuses two operations at one place, and templates it does not know", () => {
    const twice = ["A", "B"].map((operation) => ({ operation, method: "GET", uri: "/x/{Id}" }));
    expect(() => createRouter(twice)).toThrow("A and B both answer GET /x/{Id}");
    expect(() => createRouter([{ operation: "Q", method: "GET", uri: "/x?list" }])).toThrow("does not know");
  });
});
