/** The migrations of the job tables, oldest first. */

import type { Migration } from "#kernel/sql/migration";
import { jobsAndProgress } from "./0001-jobs.ts";

export const jobMigrations: readonly Migration[] = [jobsAndProgress];
