/** Challenge codes: made once, told to whoever holds the session id, used up by the first who presents them. */

import { createHash } from "node:crypto";
import type { Sealer } from "#kernel/crypto/seal";
import { epochMillisecondsText } from "#kernel/time";
import type { Random } from "#ports/random";
import type { ControlParts } from "./parts.ts";
import type { ChallengesTable } from "./store/tables.ts";

export interface ChallengeView {
  readonly AppId: string;
  readonly ChallengeCode: string;
  readonly SessionId: string;
  /** When the code expires: milliseconds since the epoch, as text. */
  readonly Ttl: string;
}

/** 256 bits, in URL-safe characters. */
export function newChallengeCode(random: Random): string {
  return Buffer.from(random.bytes(32)).toString("base64url");
}

export function hashChallengeCode(code: string): string {
  return createHash("sha256").update(code, "utf8").digest("hex");
}

export function sealChallengeCode(sealer: Sealer, sessionId: string, code: string): string {
  return sealer.seal(code, `challenge code of session ${sessionId}`);
}

export function challengeView(sealer: Sealer, row: ChallengesTable): ChallengeView {
  return {
    AppId: row.app_id,
    ChallengeCode: sealer.openText(row.code_sealed, `challenge code of session ${row.session_id}`),
    SessionId: row.session_id,
    Ttl: epochMillisecondsText(row.expires_at),
  };
}

/** Signs an operator in: true for exactly one use of a code that is neither expired nor deleted. */
export async function redeemChallenge(
  parts: Pick<ControlParts, "database" | "stores" | "clock">,
  appId: string,
  sessionId: string,
  code: string,
): Promise<boolean> {
  return parts.stores.challenges.redeem(parts.database, appId, sessionId, hashChallengeCode(code), parts.clock.now());
}
