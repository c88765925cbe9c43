/** Ten crash rounds of the job engine; two hundred are run by `npm run crash:jobs`. */

import { expect, test } from "vitest";
import { engines } from "./engines.ts";
import { crashRounds } from "./jobsCrashRounds.ts";

test.each(engines)(
  "$name: no acknowledged job is lost, none is left active, effects are whole or gone",
  async (engine) => {
    const report = await crashRounds(engine, 10, () => undefined);
    expect(report.broken).toEqual([]);
    expect(report.queued).toBeGreaterThan(50);
    expect(report.completed).toBeGreaterThan(10);
    expect(report.failed).toBeGreaterThan(10);
  },
);
