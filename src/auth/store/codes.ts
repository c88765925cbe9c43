/** Store: one-time codes as keyed hashes, with a count of tries that parallel requests cannot get round. */

import { createHmac, randomInt } from "node:crypto";
import { constantTimeEqual } from "#kernel/crypto/equal";
import { type CodeTarget, codeTries } from "#auth/code";
import type { StoreContext } from "./context.ts";
import type { CodeStore } from "./stores.ts";
import type { CodesTable } from "./tables.ts";

export function createCodeStore({ database, sql, codeKey }: StoreContext): CodeStore {
  const { tables, compile } = sql;

  function hashOf(target: CodeTarget, code: string): string {
    const bound = JSON.stringify([target.poolId, target.purpose, target.subject, target.detail, code]);
    return createHmac("sha256", codeKey).update(bound).digest("hex");
  }

  const columnsOf = (target: CodeTarget) => ({
    pool_id: target.poolId,
    purpose: target.purpose,
    subject: target.subject,
    detail: target.detail,
  });

  return {
    async issue(target, expiresAt) {
      const code = String(randomInt(1_000_000)).padStart(6, "0");
      const fresh = { code_hash: hashOf(target, code), tries: 0, expires_at: expiresAt };
      const statement = tables
        .insertInto("auth_codes")
        .values({ ...columnsOf(target), ...fresh })
        .onConflict((conflict) => conflict.columns(["pool_id", "purpose", "subject", "detail"]).doUpdateSet(fresh));
      await database.run(compile(statement));
      return code;
    },

    async use(target, code, now) {
      const held = columnsOf(target);
      // The try is taken first, in one statement; only then is the code looked at.
      const take = tables
        .updateTable("auth_codes")
        .set((update) => ({ tries: update("tries", "+", 1) }))
        .where((where) => where.and(held))
        .where("tries", "<", codeTries)
        .where("expires_at", ">", now)
        .returning("code_hash");
      const { rows } = await database.run<{ code_hash: string }>(compile(take));
      const [taken] = rows;
      if (!taken)
        return whyNot(
          now,
          await database.first<CodesTable>(
            compile(
              tables
                .selectFrom("auth_codes")
                .selectAll()
                .where((where) => where.and(held)),
            ),
          ),
        );
      const offered = hashOf(target, code);
      if (!constantTimeEqual(offered, taken.code_hash)) return "wrong";
      const use = tables.deleteFrom("auth_codes").where((where) => where.and({ ...held, code_hash: offered }));
      return (await database.run(compile(use))).changes === 1 ? "right" : "none";
    },

    async drop(target) {
      await database.run(compile(tables.deleteFrom("auth_codes").where((where) => where.and(columnsOf(target)))));
    },
  };
}

function whyNot(now: number, row: CodesTable | undefined): "none" | "expired" | "exhausted" {
  if (!row) return "none";
  return row.expires_at <= now ? "expired" : "exhausted";
}
