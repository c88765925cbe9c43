/** Answers are remembered until a commit, and no longer. */

import { expect, test } from "vitest";
import { remember } from "./remember.ts";

function counted(database: { commits: number | undefined }, capacity = 10) {
  const asked: string[] = [];
  const read = remember(database, capacity, async (...key: readonly string[]) => {
    asked.push(key.join("+"));
    return key.length;
  });
  return { asked, read };
}

test("one read for each key and commit", async () => {
  const database = { commits: 1 };
  const { asked, read } = counted(database);
  expect(await Promise.all([read("a"), read("a"), read("a", "b"), read("a", "b")])).toEqual([1, 1, 2, 2]);
  expect(asked).toEqual(["a", "a+b"]);
  database.commits = 2;
  await read("a");
  expect(asked).toEqual(["a", "a+b", "a"]);
});

test("keys of several parts are not mixed up", async () => {
  const { asked, read } = counted({ commits: 1 });
  for (const key of [
    ["a", "b,c"],
    ["a,b", "c"],
    ['["a"', '"b"]'],
  ])
    await read(...key);
  expect(asked).toHaveLength(3);
});

test("where other processes write, nothing is remembered", async () => {
  const { asked, read } = counted({ commits: undefined });
  await read("a");
  await read("a");
  expect(asked).toEqual(["a", "a"]);
});

test("a failure is not remembered, and no more keys than the capacity", async () => {
  let calls = 0;
  const flaky = remember({ commits: 1 }, 1, async (key: string) => {
    calls += 1;
    if (calls === 1) throw new Error("no");
    return key;
  });
  await expect(flaky("a")).rejects.toThrow("no");
  expect(await flaky("a")).toBe("a");
  await flaky("b");
  await flaky("a");
  expect(calls).toBe(4);
});
