/** AMAZON_COGNITO_USER_POOLS: the Authorization header carries a token of the named user pool, or of the environment's own. */

import { Refusal } from "#graphql/faults";
import type { UserPoolCaller } from "#ports/verifier";
import { withHeldGroups } from "./heldGroups.ts";
import { absent, type AuthMode, bearer, type Outcome, refused } from "./mode.ts";

/** The verifier gives one object for one token: what follows from it is worked out once too. */
const callers = new WeakMap<UserPoolCaller, Outcome>();

function callerOf(found: UserPoolCaller): Outcome {
  const known = callers.get(found);
  if (known !== undefined) return known;
  const outcome: Outcome = { kind: "caller", caller: { ...found, kind: "userPools" } };
  callers.set(found, outcome);
  return outcome;
}

export const userPoolsMode: AuthMode = {
  name: "AMAZON_COGNITO_USER_POOLS",
  provider: "userPools",

  open({ settings }, { verifier, standing, pools, api }) {
    const named = settings.CognitoUserPoolId;
    // The environment's pool may be removed and made anew while the API lives on.
    const poolId = (): string | Promise<string | undefined> => named ?? pools.userPoolOf(api.appId, api.environment);
    return {
      async authenticate(request) {
        const token = bearer(request);
        if (token === undefined) return absent;
        const pool = await poolId();
        if (pool === undefined) return absent;
        const found = await verifier.verify(token, { pools: [pool], clients: "any", use: "either" });
        if (found.ok) return callerOf(found.caller);
        if (found.refusal === "malformed" || found.refusal === "wrongPool") return absent;
        return found.refusal === "expired" ? { kind: "refused", message: "Token has expired." } : refused;
      },

      async held(caller) {
        const pool = caller.kind === "userPools" ? await poolId() : undefined;
        return caller.kind === "userPools" && pool !== undefined ? withHeldGroups(caller, pool, standing) : caller;
      },
    };
  },

  async check({ settings }, { pools, api }) {
    const { CognitoUserPoolId } = settings;
    if (CognitoUserPoolId === undefined) {
      if ((await pools.userPoolOf(api.appId, api.environment)) !== undefined) return;
      throw new Refusal(
        `Mode AMAZON_COGNITO_USER_POOLS: the environment ${api.environment} has no user pool. Create its auth first, or name a pool in Settings.CognitoUserPoolId.`,
      );
    }
    if (await pools.hasUserPool(CognitoUserPoolId)) return;
    throw new Refusal(`Settings.CognitoUserPoolId: there is no user pool ${CognitoUserPoolId} on this server.`);
  },

  describe: ({ settings }) => ({
    authenticationType: "AMAZON_COGNITO_USER_POOLS",
    userPoolConfig: settings.CognitoUserPoolId === undefined ? {} : { userPoolId: settings.CognitoUserPoolId },
  }),
};
