/** The committing thread itself: keeps write connections of its own. `commitThread.ts` starts it. */

import { parentPort, receiveMessageOnPort } from "node:worker_threads";
import { commitTogether } from "./commit.ts";
import { type CommitAnswer, type CommitCrowd, type CommitTask, packResults, unpackUnits } from "./commitMessages.ts";
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

/** What came while the last commit was made shares the next one. */
function answerAll(tasks: readonly CommitTask[]): readonly CommitAnswer[] {
  const answers: CommitAnswer[] = [];
  for (let done = 0; done < tasks.length; done = answers.length) {
    const file = tasks[done]?.file ?? "";
    const others = tasks.findIndex((task, index) => index >= done && (task.kind !== "commit" || task.file !== file));
    const crowds = tasks.slice(done, others < 0 ? undefined : others).filter((task) => task.kind === "commit");
    if (crowds.length > 0) answers.push(...commitCrowds(file, crowds));
    else {
      release(file);
      answers.push([]);
    }
  }
  return answers;
}

function commitCrowds(file: string, crowds: readonly CommitCrowd[]): readonly CommitAnswer[] {
  const results = packResults(commitTogether(connectionTo(file), crowds.flatMap(unpackUnits)));
  let from = 0;
  return crowds.map(({ units }) => results.slice(from, (from += units.length)));
}

parentPort?.on("message", (first: CommitTask) => {
  const tasks = [first];
  for (let next = received(); next !== undefined; next = received()) tasks.push(next);
  parentPort?.postMessage(answerAll(tasks), []);
});

function received(): CommitTask | undefined {
  return parentPort ? (receiveMessageOnPort(parentPort)?.message as CommitTask | undefined) : undefined;
}
