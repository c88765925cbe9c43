/** Exam, part five: what was acknowledged is there after a close, and after the process was killed. */

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { count, type Engine, run, statement, withItems } from "./engine.ts";

const ROUNDS = 3;

export function durabilityQuestions(engine: Engine): void {
  test("rows and tables survive a close of everything", async () => {
    const place = await engine.freshPlace();
    const first = await engine.open(place);
    await run(await withItems(first, "kept"), "insert into items values ('a', 1)");
    await first.close();
    await expect(first.open("kept")).rejects.toMatchObject({ name: "DatabaseUnavailable" });
    const second = await engine.open(place);
    expect(await second.list()).toEqual(["kept"]);
    expect(await count(await second.open("kept"))).toBe(1);
    await second.close();
    await engine.discard(place);
  });

  test.each(["house", "killed"])(
    "every acknowledged row of %s survives kill -9, half a transaction never",
    async (name) => {
      const place = await engine.freshPlace();
      const before = await engine.open(place);
      await withItems(before, name);
      await before.close();
      const acknowledged: string[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        acknowledged.push(...(await writeUntilKilled(engine, place, round, name)));
        const databases = await engine.open(place);
        const database = await databases.open(name);
        const rows = await database.all<{ id: string }>(statement(database, "select id from items"));
        const ids = new Set(rows.map(({ id }) => id));
        expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
        // Each unit writes a pair of rows: one without the other is half a unit.
        expect(
          [...ids].filter((id) => !ids.has(id.endsWith("-a") ? `${id.slice(0, -1)}b` : `${id.slice(0, -1)}a`)),
        ).toEqual([]);
        await databases.close();
      }
      expect(acknowledged.length).toBeGreaterThan(ROUNDS * 4);
      await engine.discard(place);
    },
  );
}

/** Ids that the writing process had acknowledged when it was killed. */
async function writeUntilKilled(
  engine: Engine,
  place: string,
  round: number,
  name: string,
): Promise<readonly string[]> {
  const program = fileURLToPath(new URL("./durableWriter.ts", import.meta.url));
  const child = spawn(process.execPath, ["--conditions=source", program, engine.name, place, String(round), name], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  await new Promise<void>((resolve) => {
    child.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      resolve();
    });
    child.once("close", () => resolve());
  });
  await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 200));
  child.kill("SIGKILL");
  await ended;
  return text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .filter(Boolean);
}
