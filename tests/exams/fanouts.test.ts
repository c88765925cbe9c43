/** Every implementation of `ports/fanout` passes its exam. */

import { createMemoryFanout } from "#adapters/fanout/memory";
import { fanoutExam } from "./fanout.ts";

fanoutExam("memory", async () => {
  const failures: unknown[] = [];
  const fanout = createMemoryFanout((error) => void failures.push(error));
  return { fanout, failures, close: () => fanout.settled() };
});
