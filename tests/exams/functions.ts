/** The exam every way of running functions behind `ports/functions` must pass. */

import { afterAll, beforeAll, expect, test } from "vitest";
import type { Functions } from "#ports/functions";

/** What the functions of the exam do; each engine makes them its own way, under these names. */
export type ExamFunction =
  /** Answers its event with `response.seen` set to the user's name. */
  | "fills"
  /** Answers null. */
  | "nothing"
  /** Throws an Error with the message `No, "ü" 🙂`. */
  | "throws"
  /** Answers its event after `request.wait` milliseconds. */
  | "waits"
  /** Its process, or its server's connection, ends in the middle of the call. */
  | "crashes"
  /** Answers a text of `request.size` letters. */
  | "large";

export interface OpenFunctions {
  readonly functions: Functions;
  close(): Promise<void>;
}

export interface FunctionEngine {
  readonly name: string;
  open(): Promise<OpenFunctions>;
}

export const thrownMessage = 'No, "ü" 🙂';
const timeoutMs = 10_000;

export function functionsExam(engine: FunctionEngine): void {
  let open: OpenFunctions;
  beforeAll(async () => {
    open = await engine.open();
  });
  afterAll(() => open.close());

  const call = (name: ExamFunction, event: unknown = {}, limit = timeoutMs) =>
    open.functions.invoke(name, event, { timeoutMs: limit });
  const failing = (reason: string) => ({ name: "FunctionFailure", reason });

  test("gives the event and answers what came back", async () => {
    const event = { userName: 'zoë "日本" 🙂\n', request: { list: [1, 2.5, null, true] }, response: {} };
    expect(await call("fills", event)).toEqual({ ...event, response: { seen: event.userName } });
  });

  test("answers null when there was nothing", async () => {
    expect(await call("nothing")).toBeNull();
  });

  test("keeps the message of an error that was thrown", async () => {
    await expect(call("throws")).rejects.toMatchObject({ ...failing("threw"), message: thrownMessage });
  });

  test("ends a call at its time limit, and the next one works", async () => {
    const started = performance.now();
    await expect(call("waits", { request: { wait: 60_000 } }, 600)).rejects.toMatchObject(failing("timeout"));
    expect(performance.now() - started).toBeGreaterThanOrEqual(590);
    expect(performance.now() - started).toBeLessThan(5000);
    expect(await call("waits", { request: { wait: 1 } })).toEqual({ request: { wait: 1 } });
  });

  test("says when there is no such function", async () => {
    const invoking = open.functions.invoke("no-such-function", {}, { timeoutMs });
    await expect(invoking).rejects.toMatchObject({
      ...failing("unavailable"),
      message: expect.stringContaining("no-such-function") as string,
    });
  });

  test("outlives a crash", async () => {
    await expect(call("crashes")).rejects.toMatchObject(failing("unavailable"));
    await expect(call("crashes")).rejects.toMatchObject(failing("unavailable"));
    expect(await call("nothing")).toBeNull();
  });

  test("takes an answer of 5 MB and refuses one of 7", async () => {
    expect(await call("large", { request: { size: 5_000_000 } })).toBe("x".repeat(5_000_000));
    const invoking = call("large", { request: { size: 7_000_000 } });
    await expect(invoking).rejects.toMatchObject({
      ...failing("unavailable"),
      message: expect.stringContaining("answered more than") as string,
    });
    expect(await call("large", { request: { size: 3 } })).toBe("xxx");
  });

  test("keeps calls at the same time apart", async () => {
    const events = Array.from({ length: 24 }, (_, n) => ({ userName: `user ${n}`, request: {}, response: {} }));
    const answers = await Promise.all(events.map((event) => call("fills", event)));
    expect(answers).toEqual(events.map((event) => ({ ...event, response: { seen: event.userName } })));
  });

  test("is found by the ARN that ends in its name", async () => {
    const arn = "arn:aws:lambda:us-east-1:000000000000:function:nothing";
    expect(await open.functions.invoke(arn, {}, { timeoutMs })).toBeNull();
    expect(await open.functions.invoke(`${arn}:live`, {}, { timeoutMs })).toBeNull();
  });
}
