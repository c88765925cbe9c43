/** The time limit for questions to a plane. */

import { expect, it } from "vitest";
import { within } from "./deadline.ts";

it("gives the answer that comes in time, and the error that does", async () => {
  expect(await within(1_000, "It", Promise.resolve(7))).toBe(7);
  await expect(within(1_000, "It", Promise.reject(new Error("no")))).rejects.toThrow("no");
});

it("is a GatewayTimeoutException when none comes", async () => {
  await expect(within(5, "The plane", new Promise(() => undefined))).rejects.toMatchObject({
    code: "GatewayTimeoutException",
    status: 504,
    message: "The plane did not answer within 5 ms.",
  });
});
