/** Each database engine sits the exam. */

import { describe } from "vitest";
import { databaseExam } from "./database.ts";
import { engines } from "./engines.ts";

describe.each(engines)("$name as a database", (engine) => {
  databaseExam(engine);
});
