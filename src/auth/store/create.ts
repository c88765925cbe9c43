/** The list of the auth plane's stores. */

import { createAttemptStore } from "./attempts.ts";
import { createClientStore } from "./clients.ts";
import { createCodeStore } from "./codes.ts";
import type { StoreContext } from "./context.ts";
import { createCredentialStore } from "./credentials.ts";
import { createDeviceStore } from "./devices.ts";
import { createGroupLossStore } from "./groupLosses.ts";
import { createGroupStore } from "./groups.ts";
import { createIdentityPoolStore } from "./identityPools.ts";
import { createPoolStore } from "./pools.ts";
import { createResourceStore } from "./resources.ts";
import { createSessionStore } from "./sessions.ts";
import { createSigningKeyStore } from "./signingKeys.ts";
import type { AuthStores } from "./stores.ts";
import { createTokenStore } from "./tokens.ts";
import { createUserStore } from "./users.ts";

export function createStores(context: StoreContext): AuthStores {
  return {
    pools: createPoolStore(context),
    clients: createClientStore(context),
    users: createUserStore(context),
    credentials: createCredentialStore(context),
    attempts: createAttemptStore(context),
    sessions: createSessionStore(context),
    tokens: createTokenStore(context),
    devices: createDeviceStore(context),
    keys: createSigningKeyStore(context),
    codes: createCodeStore(context),
    groups: createGroupStore(context),
    groupLosses: createGroupLossStore(context),
    identityPools: createIdentityPoolStore(context),
    resources: createResourceStore(context),
  };
}
