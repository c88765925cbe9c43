/** An upload's bytes come out as they went in, through a memory that is bounded. */

import { createHash, randomBytes } from "node:crypto";
import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { inlineHashing } from "#kernel/checksum/hashing";
import { createHashThreads } from "#kernel/checksum/hashThreads";
import { Intake } from "./intake.ts";

const threads = createHashThreads(1);
const MEBIBYTE = 1024 * 1024;

/** Sends as a socket does: one memory for all chunks, which is written over as soon as the intake allows. */
async function send(intake: Intake, bytes: Buffer, step: number): Promise<void> {
  const memory = Buffer.alloc(step);
  for (let at = 0; at < bytes.length; at += step) {
    const length = bytes.copy(memory, 0, at, at + step);
    await intake.take(memory.subarray(0, length));
    memory.fill(0);
  }
  intake.end();
}

test.each([0, 1, 65_535, 65_536, 100_000, 524_287, 524_288, 524_289, 3 * MEBIBYTE + 11])("%i bytes", async (size) => {
  const bytes = randomBytes(size);
  for (const [length, step, slow] of [
    [size, 65_536, true],
    [size, 700_000, false],
    [undefined, 10_000, false],
  ] as const) {
    const hashing = size < 524_288 ? inlineHashing(["MD5"]) : threads.open(["MD5"]);
    const intake = new Intake(hashing, length);
    const sending = send(intake, bytes, step);
    const came = createHash("sha256");
    for (let lent = await intake.next(); lent; lent = await intake.next()) {
      if (slow) await turn();
      came.update(lent.bytes);
      intake.giveBack(lent);
    }
    await sending;
    const md5 = (await hashing.digest()).get("MD5") ?? new Uint8Array();
    intake.close();
    expect(came.digest("hex")).toBe(createHash("sha256").update(bytes).digest("hex"));
    expect(Buffer.from(md5).toString("hex")).toBe(createHash("md5").update(bytes).digest("hex"));
  }
});

test("who sends waits while the reader does nothing, and goes on when it ends early", async () => {
  const hashing = threads.open(["MD5"]);
  const intake = new Intake(hashing, 64 * MEBIBYTE);
  const chunk = Buffer.alloc(65_536);
  let waiting: Promise<void> | undefined;
  let taken = 0;
  for (; !waiting && taken < 64 * MEBIBYTE; taken += chunk.length) waiting = intake.take(chunk);
  expect(taken).toBeLessThan(2 * MEBIBYTE);
  intake.close();
  hashing.close();
  await waiting;
  expect(intake.take(chunk)).toBeUndefined();
});

test("what failed on the way is told to the reader", async () => {
  const intake = new Intake(inlineHashing(["MD5"]), undefined);
  const reading = intake.next();
  intake.fail(new Error("the client went away"));
  await expect(reading).rejects.toThrow("the client went away");
  intake.close();
});
