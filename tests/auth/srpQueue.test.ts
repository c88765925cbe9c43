/** SRP in threads: the same answers as in place, fairness between pools, a bound, and a free event loop. */

import { spawnSync } from "node:child_process";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { expect, test } from "vitest";
import { createSrpClient, signProof } from "../support/srpClient.ts";
import { createSrp, proofHolds } from "#auth/srp";
import { createSrpQueue } from "#auth/srpQueue";

const identity = { pool: "Ab12Cd34E", user: "anna" };
const stored = createSrp().makeVerifier(identity, "right horse");
const clientPublic = "ab".repeat(383);

test("the answers are those of SRP in place", async () => {
  const queue = createSrpQueue(2);
  const client = await createSrpClient(identity.pool);
  const challenge = await queue.challenge("p", client.publicValue, stored);
  const key = await client.key(identity.user, "right horse", challenge?.publicValue ?? "", stored.salt);
  const signature = signProof(key, identity.pool, identity.user, "AAAA", "now");
  const proof = { secretBlock: "AAAA", signature, timestamp: "now" };
  expect(challenge && proofHolds(challenge.proofKey, identity, proof)).toBe(true);
  expect(await queue.challenge("p", "0", stored)).toBeUndefined();
  expect(await queue.matches("p", identity, "right horse", stored)).toBe(true);
  expect(await queue.matches("p", identity, "wrong horse", stored)).toBe(false);
});

test("a pool's single request does not wait for another pool's crowd", async () => {
  const queue = createSrpQueue(1);
  await queue.matches("warm", identity, "x", stored);
  const order: string[] = [];
  const crowd = Array.from({ length: 40 }, () =>
    queue.matches("crowd", identity, "x", stored).then(() => order.push("crowd")),
  );
  const single = queue.matches("single", identity, "x", stored).then(() => order.push("single"));
  await Promise.all([...crowd, single]);
  // The thread has two of the crowd in hand, and one more was next in turn.
  expect(order.indexOf("single")).toBeLessThan(4);
});

test("more than a second's work is refused with a fault that clients try again on", async () => {
  const queue = createSrpQueue(1);
  const all = await Promise.allSettled(Array.from({ length: 600 }, () => queue.challenge("p", "0", stored)));
  const refused = all.filter(({ status }) => status === "rejected");
  expect(refused.length).toBeGreaterThan(90);
  expect(refused[0]).toMatchObject({ reason: { code: "TooManyRequestsException" } });
});

test("two hundred challenges leave the event loop free", async () => {
  const queue = createSrpQueue(1);
  await queue.challenge("p", clientPublic, stored);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await Promise.all(Array.from({ length: 200 }, () => queue.challenge("p", clientPublic, stored)));
  delay.disable();
  expect(delay.percentile(99) / 1e6).toBeLessThan(50);
});

test("the threads let the process end", () => {
  const file = new URL("../../src/auth/srpQueue.ts", import.meta.url).href;
  const script = `import { createSrpQueue } from "${file}";
    console.log(await createSrpQueue(1).challenge("p", "0", { salt: "00", verifier: "05" }));`;
  const flags = ["--conditions=source", "--disable-warning=ExperimentalWarning", "--input-type=module-typescript"];
  const ended = spawnSync(process.execPath, [...flags, "--eval", script], { timeout: 20_000, encoding: "utf8" });
  expect(ended).toMatchObject({ status: 0, signal: null, stdout: "undefined\n" });
});
