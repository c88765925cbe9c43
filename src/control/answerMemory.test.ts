/** Answers are given again only for equal rows, and only so many are kept. */

import { expect, test } from "vitest";
import { createAnswerMemory } from "./answerMemory.ts";

function counted(capacity: number) {
  const memory = createAnswerMemory<number>(capacity);
  let made = 0;
  return (key: string, ...rows: readonly string[]): number => memory.of(key, rows, () => ++made);
}

test("an answer holds until one of its rows changes", () => {
  const of = counted(8);
  expect(of("app/dev", "name", "rows")).toBe(1);
  expect(of("app/dev", "name", "rows")).toBe(1);
  expect(of("app/dev", "name", "rows changed")).toBe(2);
  expect(of("app/dev", "name", "rows")).toBe(3);
  expect(of("app/dev", "name")).toBe(4);
  expect(of("app/prod", "name")).toBe(5);
});

test("the answer unused for longest goes first", () => {
  const of = counted(2);
  of("a", "x");
  of("b", "x");
  of("a", "x");
  of("c", "x");
  expect(of("a", "x")).toBe(1);
  expect(of("b", "x")).toBe(4);
});

test("a refusal is not remembered", () => {
  const memory = createAnswerMemory<string>(2);
  const refuse = (): string => {
    throw new Error("no such environment");
  };
  expect(() => memory.of("a", ["x"], refuse)).toThrow("no such environment");
  expect(memory.of("a", ["x"], () => "there now")).toBe("there now");
});
