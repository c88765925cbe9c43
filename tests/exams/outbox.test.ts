/** The outbox: order, bounds, and that what it took survives. */

import { afterEach, expect, test } from "vitest";
import { type OpenOutbox, openOutbox } from "../support/outbox.ts";

const day = 86_400_000;
let open: OpenOutbox | undefined;
afterEach(() => open?.close());

const message = (n: number) => ({ channel: "sms" as const, to: `+1555123${1000 + n}`, subject: "", text: `text ${n}` });

test("mail and SMS, newest first, with the time they were sent", async () => {
  open = await openOutbox();
  const before = Date.now();
  await open.outbox.keep({ channel: "mail", to: "jo@example.com", subject: "Hello", text: "words" });
  await open.outbox.keep(message(1));
  const messages = await open.outbox.list();
  expect(messages).toEqual([
    { ...message(1), sentAt: expect.any(String) as string },
    { channel: "mail", to: "jo@example.com", subject: "Hello", text: "words", sentAt: expect.any(String) as string },
  ]);
  for (const { sentAt } of messages) {
    expect(new Date(sentAt).toISOString()).toBe(sentAt);
    expect(Date.parse(sentAt)).toBeGreaterThanOrEqual(before);
  }
});

test("the order holds when the clock goes back", async () => {
  open = await openOutbox();
  await open.outbox.keep(message(1));
  open.pass(-day);
  await open.outbox.keep(message(2));
  expect((await open.outbox.list()).map(({ text }) => text)).toEqual(["text 2", "text 1"]);
});

test("as many as asked for", async () => {
  open = await openOutbox();
  const { outbox } = open;
  await Promise.all(Array.from({ length: 600 }, (_, n) => outbox.keep(message(n))));
  expect(await outbox.list(2)).toHaveLength(2);
  expect(await outbox.list()).toHaveLength(500);
  expect(await outbox.list(1000)).toHaveLength(600);
});

test("only the newest stay", async () => {
  open = await openOutbox({ messages: 10, milliseconds: day });
  for (let n = 0; n < 35; n += 1) await open.outbox.keep(message(n));
  const texts = (await open.outbox.list(1000)).map(({ text }) => text);
  expect(texts).toEqual(Array.from({ length: 10 }, (_, n) => `text ${34 - n}`));
});

test("ten thousand by default", async () => {
  open = await openOutbox();
  const { outbox } = open;
  for (let from = 0; from < 10_050; from += 1050) {
    await Promise.all(Array.from({ length: 1050 }, (_, n) => outbox.keep(message(from + n))));
  }
  expect(await outbox.list(20_000)).toHaveLength(10_000);
});

test("none older than a week, also when nothing comes after", async () => {
  open = await openOutbox();
  await open.outbox.keep(message(1));
  open.pass(6 * day);
  await open.outbox.keep(message(2));
  expect(await open.outbox.list()).toHaveLength(2);
  open.pass(2 * day);
  expect((await open.outbox.list()).map(({ text }) => text)).toEqual(["text 2"]);
  await open.outbox.keep(message(3));
  open.pass(-8 * day);
  expect((await open.outbox.list()).map(({ text }) => text)).toEqual(["text 3", "text 2"]);
});

test("messages are there after a restart", async () => {
  open = await openOutbox();
  await open.outbox.keep(message(1));
  await open.stop();
  open = await openOutbox(undefined, open.folder);
  expect((await open.outbox.list()).map(({ text }) => text)).toEqual(["text 1"]);
});
