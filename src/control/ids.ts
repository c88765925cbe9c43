/** Ids the control plane makes: short, lower-case, safe as a name in any engine and any URL. */

import { randomText } from "#kernel/id";
import type { Random } from "#ports/random";

/** An AppId as the Amplify service makes them: `d` and 13 letters or digits. */
export function newAppId(random: Random): string {
  return `d${randomText(random, 13)}`;
}

/** A resource id has the form of an AppSync API id: 26 letters or digits. */
export function newResourceId(random: Random): string {
  return randomText(random, 26);
}
