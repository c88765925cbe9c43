/** Time from start to ready (first and later starts), idle memory, and time from CreateBackend + CreateBackendAPI to COMPLETED. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clientOf, createBackend } from "../support/backend.ts";
import { median } from "../support/load.ts";
import { startServer } from "../../tests/support/server.ts";

const ROUNDS = 5;
const first: number[] = [];
const later: number[] = [];
const idle: number[] = [];
const made: number[] = [];

for (let round = 0; round < ROUNDS; round++) {
  const folder = mkdtempSync(join(tmpdir(), "ohmstead-bench-"));
  const fresh = await startServer({ data: folder, built: true });
  first.push(fresh.readyMs);
  await fresh.stop();
  const server = await startServer({ data: folder, built: true });
  later.push(server.readyMs);
  await new Promise((resolve) => setTimeout(resolve, 2000));
  idle.push(server.residentMiB());
  const client = clientOf(server);
  made.push(await createBackend(client, `dbench${round}`));
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

const line = (name: string, figures: readonly number[], unit: string): void =>
  console.log(`${name}: median ${median(figures).toFixed(0)} ${unit} (${figures.map((f) => f.toFixed(0)).join(", ")})`);
line("first start to ready (makes keys and certificates)", first, "ms");
line("later start to ready", later, "ms");
line("idle resident memory, 2 s after ready", idle, "MiB");
line("CreateBackend + CreateBackendAPI to COMPLETED (polled every 5 ms, first requests of the process)", made, "ms");
