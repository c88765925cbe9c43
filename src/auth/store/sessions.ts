/** Store: challenge sessions, single use. */

import type { ChallengeSession } from "#auth/session";
import type { StoreContext } from "./context.ts";
import { tokenHash } from "./hash.ts";
import type { SessionStore } from "./stores.ts";

const purpose = (hash: string): string => `auth session ${hash}`;

export function createSessionStore({ database, sql, sealer, random }: StoreContext): SessionStore {
  const { tables, prepare } = sql;
  const insert = prepare<{ hash: string; pool: string; body: string; expires: number }>((slot) =>
    tables.insertInto("auth_sessions").values({
      id_hash: slot("hash"),
      pool_id: slot("pool"),
      body: slot("body"),
      expires_at: slot("expires"),
    }),
  );
  const read = prepare<{ hash: string; now: number }>((slot) =>
    tables
      .selectFrom("auth_sessions")
      .select("body")
      .where("id_hash", "=", slot("hash"))
      .where("expires_at", ">", slot("now")),
  );
  const remove = prepare<{ hash: string; now: number }>((slot) =>
    tables
      .deleteFrom("auth_sessions")
      .where("id_hash", "=", slot("hash"))
      .where("expires_at", ">", slot("now"))
      .returning("body"),
  );

  function open(hash: string, body: string | undefined): ChallengeSession | undefined {
    return body === undefined ? undefined : (JSON.parse(sealer.openText(body, purpose(hash))) as ChallengeSession);
  }

  return {
    async create(session) {
      const text = Buffer.from(random.bytes(48)).toString("base64url");
      const hash = tokenHash(text);
      const body = sealer.seal(JSON.stringify(session), purpose(hash));
      await database.run(insert({ hash, pool: session.poolId, body, expires: session.expiresAt }));
      return text;
    },

    async find(text, now) {
      const hash = tokenHash(text);
      const row = await database.first<{ body: string }>(read({ hash, now }));
      return open(hash, row?.body);
    },

    async take(text, now) {
      const hash = tokenHash(text);
      const { rows } = await database.run<{ body: string }>(remove({ hash, now }));
      return open(hash, rows[0]?.body);
    },
  };
}
