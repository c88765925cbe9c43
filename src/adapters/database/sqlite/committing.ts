/** The committing thread itself: keeps write connections of its own. `commitThread.ts` starts it. */

import { parentPort } from "node:worker_threads";
import { commitTogether } from "./commit.ts";
import { type CommitAnswer, type CommitTask, packResults, unpackUnits } from "./commitMessages.ts";
import { Connection } from "./connection.ts";

/** Files kept open; each holds three descriptors. */
const kept = 32;

/** A Map keeps its keys in the order they were set, which makes it a queue by last use. */
const connections = new Map<string, Connection>();

function connectionTo(file: string): Connection {
  const known = connections.get(file);
  const connection = known ?? new Connection(file, "write", () => undefined);
  connections.delete(file);
  connections.set(file, connection);
  if (connections.size > kept) for (const oldest of [...connections.keys()].slice(0, -kept)) release(oldest);
  return connection;
}

function release(file: string): void {
  connections.get(file)?.close();
  connections.delete(file);
}

function answer(task: CommitTask): CommitAnswer {
  if (task.kind === "commit") return packResults(commitTogether(connectionTo(task.file), unpackUnits(task)));
  release(task.file);
  return [];
}

parentPort?.on("message", (task: CommitTask) => parentPort?.postMessage(answer(task), []));
