/** A process that queues jobs without end and cancels or retries some, printing what was acknowledged; it is killed by the crash rounds. */

import { writeSync } from "node:fs";
import { engines } from "./engines.ts";
import { crashBench, stepNames } from "./jobsCrashWork.ts";

const [engineName, place = "", round = ""] = process.argv.slice(2);
const engine = engines.find(({ name }) => name === engineName);
if (engine === undefined) throw new Error(`There is no engine ${engineName}.`);
const databases = await engine.open(place);
const { jobs } = await crashBench(databases);
const house = await databases.open("house");
await jobs.start();
writeSync(1, "ready\n");
let serial = 0;

async function client(lane: string): Promise<void> {
  for (;;) {
    const id = `${round}-${lane}-${(serial += 1)}`;
    const fails = serial % 4 === 0 ? stepNames[serial % 3] : undefined;
    const job = { id, subject: "app", lane, operation: "Crash", input: { fails } };
    const outcome = await house.transaction((transaction) => jobs.enqueue(transaction, job));
    if ("job" in outcome) {
      writeSync(1, `queued ${id}\n`);
      jobs.wake();
      if (serial % 7 === 0 && (await jobs.cancel({ subject: "app", id }, "cancelled")) === "cancelled") {
        writeSync(1, `cancelled ${id}\n`);
      }
    }
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 4));
  }
}

await Promise.all(Array.from({ length: 12 }, (_, lane) => client(`lane-${lane}`)));
