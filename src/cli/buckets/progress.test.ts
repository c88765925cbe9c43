/** The bar of a sync, and its silence in a pipe. */

import { expect, test, vi } from "vitest";
import { createProgress } from "./progress.ts";
import { sizeText } from "./sizeText.ts";

function watched(interactive: boolean) {
  const drawn: (readonly string[])[] = [];
  return { drawn, progress: createProgress({ interactive, redraw: (lines) => drawn.push(lines) }) };
}

test("a person sees bytes, counts and the object under way; the last state is drawn", () => {
  const { drawn, progress } = watched(true);
  progress.begin("a", 2048);
  progress.bytes(1024);
  progress.copied();
  progress.same();
  progress.begin("folder/b", 2048);
  progress.bytes(1024);
  progress.end();
  expect(drawn[0]?.[0]).toContain("0 B of 2.0 KiB, 0 of 1 copied, 0 there already");
  expect(drawn.at(-1)).toEqual([
    "[###############...............] 2.0 KiB of 4.0 KiB, 1 of 2 copied, 1 there already",
    "  folder/b",
  ]);
});

test("the first state is drawn at once, however young the process is", () => {
  const clock = vi.spyOn(performance, "now").mockReturnValue(5);
  const { drawn, progress } = watched(true);
  progress.begin("a", 2048);
  progress.bytes(1024);
  clock.mockRestore();
  expect(drawn.map(([line]) => line)).toEqual([expect.stringContaining("0 B of 2.0 KiB, 0 of 1 copied")]);
});

test("a pipe sees nothing, and the totals are the same", () => {
  const { drawn, progress } = watched(false);
  progress.begin("a", 1);
  progress.copied();
  progress.deleted();
  progress.failed("b", "AccessDenied");
  progress.end();
  expect(drawn).toEqual([]);
  expect(progress.totals()).toEqual({ copied: 1, deleted: 1, same: 0, failures: ["  b: AccessDenied"] });
});

test.each([
  [0, "0 B"],
  [1023, "1023 B"],
  [1024, "1.0 KiB"],
  [1536, "1.5 KiB"],
  [5 * 1024 ** 3, "5.0 GiB"],
])("%i bytes are %s", (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});
