/** Store: challenge codes, with which an operator signs in to the console once. */

import type { Runner } from "#ports/database";
import type { ControlBuilder } from "./builder.ts";
import type { ChallengesTable } from "./tables.ts";

export type Challenges = ReturnType<typeof createChallenges>;

export function createChallenges({ tables, compile }: ControlBuilder) {
  return {
    async insert(runner: Runner, row: ChallengesTable): Promise<void> {
      await runner.run(compile(tables.insertInto("control_challenges").values(row)));
    },

    /** The challenge, unless it is expired; used and deleted ones are gone. */
    async find(runner: Runner, appId: string, sessionId: string, now: number): Promise<ChallengesTable | undefined> {
      const query = tables
        .selectFrom("control_challenges")
        .selectAll()
        .where("session_id", "=", sessionId)
        .where("app_id", "=", appId)
        .where("expires_at", ">", now);
      return runner.first<ChallengesTable>(compile(query));
    },

    async count(runner: Runner, appId: string): Promise<number> {
      const query = tables
        .selectFrom("control_challenges")
        .select(({ fn }) => fn.countAll().as("count"))
        .where("app_id", "=", appId);
      return (await runner.first<{ count: number }>(compile(query)))?.count ?? 0;
    },

    /** @returns whether it was there and still good. */
    async remove(runner: Runner, appId: string, sessionId: string, now: number): Promise<boolean> {
      const query = tables
        .deleteFrom("control_challenges")
        .where("session_id", "=", sessionId)
        .where("app_id", "=", appId)
        .where("expires_at", ">", now);
      return (await runner.run(compile(query))).changes > 0;
    },

    /** Uses the code up. One statement decides, so that of many uses at once exactly one is told true. */
    async redeem(runner: Runner, appId: string, sessionId: string, codeHash: string, now: number): Promise<boolean> {
      const query = tables
        .deleteFrom("control_challenges")
        .where("session_id", "=", sessionId)
        .where("app_id", "=", appId)
        .where("code_hash", "=", codeHash)
        .where("expires_at", ">", now);
      return (await runner.run(compile(query))).changes === 1;
    },

    async removeExpired(runner: Runner, now: number): Promise<void> {
      await runner.run(compile(tables.deleteFrom("control_challenges").where("expires_at", "<=", now)));
    },

    async removeAll(runner: Runner, appId: string): Promise<void> {
      await runner.run(compile(tables.deleteFrom("control_challenges").where("app_id", "=", appId)));
    },
  };
}
