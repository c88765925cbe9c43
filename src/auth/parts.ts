/** What the rooms of the auth plane are built from. */

import type { Sealer } from "#kernel/crypto/seal";
import type { SignedTokens } from "#kernel/crypto/signedToken";
import type { Clock } from "#ports/clock";
import type { Log } from "#ports/log";
import type { Random } from "#ports/random";
import type { Messages } from "./messages.ts";
import type { AuthSettings } from "./settings.ts";
import type { SrpQueue } from "./srpQueue.ts";
import type { AuthStores } from "#auth/store/stores";
import type { Triggers } from "./triggers.ts";

export interface AuthParts {
  readonly stores: AuthStores;
  readonly messages: Messages;
  readonly triggers: Triggers;
  readonly srpQueue: SrpQueue;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly settings: AuthSettings;
  /** Page tokens of all lists; the context names the list and its filters. */
  readonly pageTokens: SignedTokens;
  /** Key of everything simulated for users who are not there. */
  readonly simulationKey: Uint8Array;
}
