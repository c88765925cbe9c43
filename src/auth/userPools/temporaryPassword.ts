/** Temporary passwords: made to fit the pool's policy, good for as long as it says. */

import type { PasswordPolicy } from "#auth/pool";
import { randomText } from "#kernel/id";
import type { Random } from "#ports/random";

const lower = "abcdefghijkmnopqrstuvwxyz";
const upper = "ABCDEFGHJKLMNPQRSTUVWXYZ";
const digits = "23456789";
const symbols = "!@#%*_-+=";

/** Letters that are hard to tell apart are left out: it may have to be typed from a text message. */
export function makeTemporaryPassword(random: Random, policy: PasswordPolicy): string {
  const classes = [lower, upper, digits, ...(policy.requireSymbols ? [symbols] : [])];
  const length = Math.max(policy.minimumLength, 12);
  const needed = classes.map((alphabet) => randomText(random, 1, alphabet)).join("");
  const rest = randomText(random, length - needed.length, lower + upper + digits);
  return shuffled(random, needed + rest);
}

function shuffled(random: Random, text: string): string {
  const order = Array.from(text, (character) => ({ character, key: randomText(random, 8) }));
  return order
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ character }) => character)
    .join("");
}

/** Until when a temporary password given now is good; zero days mean until it is used. */
export function temporaryUntil(policy: PasswordPolicy, now: number): number | undefined {
  const days = policy.temporaryPasswordValidityDays;
  return days > 0 ? now + days * 86_400_000 : undefined;
}
