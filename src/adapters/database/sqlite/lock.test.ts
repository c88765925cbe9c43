/** One server a folder: refused with a reason, released by any death of the holder. */

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sqliteDatabases } from "./databases.ts";
import { lockFolder } from "./lock.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ohmstead-lock-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a folder is held once, and free again after release", () => {
  const first = lockFolder(folder);
  expect(() => lockFolder(folder)).toThrow(
    `The data folder ${folder} is in use by another server (process ${process.pid} on`,
  );
  first.release();
  first.release();
  lockFolder(folder).release();
});

test("databases hold their folder until they are closed", async () => {
  const databases = sqliteDatabases({ folder });
  expect(() => sqliteDatabases({ folder })).toThrow("is in use by another server");
  await (await databases.open("house")).run({ text: "create table t (a)", parameters: [] });
  await databases.close();
  await sqliteDatabases({ folder }).close();
});

test("another process is refused by name, and kill -9 gives the folder free", async () => {
  const holder = await holdElsewhere(folder);
  const refusal = catchError(() => lockFolder(folder));
  expect(refusal).toMatchObject({ name: "FolderInUse", folder, pid: holder.pid });
  const ended = new Promise((resolve) => holder.once("close", resolve));
  holder.kill("SIGKILL");
  await ended;
  lockFolder(folder).release();
});

test("an unreadable holder file does not hide the refusal", () => {
  const lock = lockFolder(folder);
  writeFileSync(join(folder, "lock.holder"), "");
  expect(catchError(() => lockFolder(folder))).toMatchObject({ pid: undefined });
  lock.release();
});

test("a folder that cannot be made is reported as unavailable", () => {
  writeFileSync(join(folder, "file"), "");
  expect(catchError(() => lockFolder(join(folder, "file", "data")))).toMatchObject({ name: "DatabaseUnavailable" });
});

function catchError(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

/** A process of its own that holds the folder. */
async function holdElsewhere(path: string): Promise<ChildProcess> {
  const module = new URL("./lock.ts", import.meta.url).href;
  const program = `const { lockFolder } = await import(${JSON.stringify(module)});
    lockFolder(${JSON.stringify(path)}); console.log("held"); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--conditions=source", "--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise((resolve) => child.stdout.once("data", resolve));
  return child;
}
