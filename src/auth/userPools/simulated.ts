/** What clients that hide who exists are told about users who are not there: the same each time for the same name. */

import { createHmac } from "node:crypto";
import { type CodeDelivery, deliveryOf } from "#auth/messages";
import type { AuthParts } from "#auth/parts";
import type { Pool } from "#auth/pool";
import { signInKey } from "#auth/signInKey";

/** A delivery that never happens, of the kind the pool would make. */
export function simulatedDelivery(parts: Pick<AuthParts, "simulationKey">, pool: Pool, typed: string): CodeDelivery {
  const key = signInKey(pool.settings.caseSensitive, typed);
  if (key.includes("@")) return deliveryOf({ channel: "EMAIL", address: key });
  if (/^\+\d{5,}$/.test(key)) return deliveryOf({ channel: "SMS", address: key });
  const bytes = createHmac("sha256", parts.simulationKey).update(`delivery\0${pool.id}\0${key}`).digest();
  const letter = (index: number): string => String.fromCharCode(97 + ((bytes[index] ?? 0) % 26));
  const first = pool.settings.recoveryMechanisms.toSorted((a, b) => a.priority - b.priority)[0]?.name;
  if (first !== "verified_phone_number") return deliveryOf({ channel: "EMAIL", address: `${letter(0)}@${letter(1)}` });
  const digits = Array.from(bytes.subarray(2, 12), (byte) => String(byte % 10)).join("");
  return deliveryOf({ channel: "SMS", address: `+1${digits}` });
}
