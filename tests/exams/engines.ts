/** The engines that sit the database exam. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sqliteDatabases } from "#adapters/database/sqlite/databases";
import type { Engine } from "./engine.ts";

const sqlite: Engine = {
  name: "SQLite",
  skips: {},
  freshPlace: () => mkdtemp(join(tmpdir(), "ohmstead-exam-")),
  open: async (place) => sqliteDatabases({ folder: place }),
  discard: (place) => rm(place, { recursive: true, force: true }),
};

export const engines: readonly Engine[] = [sqlite];
