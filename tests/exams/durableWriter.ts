/** A process that writes pairs of rows in batches and transactions, and prints each pair once it is acknowledged. */

import { writeSync } from "node:fs";
import { engines } from "./engines.ts";
import { statement } from "./engine.ts";

const [engineName, place = "", round = "", name = ""] = process.argv.slice(2);
const engine = engines.find((each) => each.name === engineName);
if (engine === undefined) throw new Error(`There is no engine ${engineName}.`);
const databases = await engine.open(place);
const database = await databases.open(name);
let serial = 0;

async function write(worker: number): Promise<void> {
  for (;;) {
    const pair = `${round}-${worker}-${(serial += 1)}`;
    const inserts = ["a", "b"].map((half) => statement(database, "insert into items values (?, 1)", `${pair}-${half}`));
    if (worker % 2 === 0) {
      await database.batch(inserts);
    } else {
      await database.transaction(async (transaction) => {
        for (const insert of inserts) await transaction.run(insert);
      });
    }
    writeSync(1, `${pair}-a\n${pair}-b\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, (_, worker) => write(worker)));
