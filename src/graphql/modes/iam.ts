/** AWS_IAM: the request is signed with temporary credentials of the environment's identity pool, or with an access key of this server. */

import { Fault } from "#kernel/wire/fault";
import { createSigV4Verifier } from "#kernel/wire/sigv4";
import { claimedService, readClaim } from "#kernel/wire/sigv4Claim";
import { SigV4Refusal } from "#kernel/wire/sigv4Faults";
import type { AccessKeyCaller, IdentityCaller } from "#ports/caller";
import { absent, type AuthMode, type Outcome, refused } from "./mode.ts";

/** Clients sign for appsync; given a custom endpoint, for execute-api. */
const services = ["appsync", "execute-api"];

export const iamMode: AuthMode = {
  name: "AWS_IAM",
  provider: "iam",

  open(_setting, { lookup, clock, pools, api }) {
    const verifiers = new Map(
      services.map((service) => [
        service,
        createSigV4Verifier<AccessKeyCaller | IdentityCaller>({ service, clock, lookup }),
      ]),
    );
    const admitted = async (identity: AccessKeyCaller | IdentityCaller): Promise<Outcome> => {
      const isOurs =
        identity.kind === "accessKey" ||
        identity.identityPoolId === (await pools.identityPoolOf(api.appId, api.environment));
      return isOurs ? { kind: "caller", caller: { kind: "iam", identity } } : refused;
    };
    return {
      async authenticate(request) {
        const service = claimedService(request);
        if (service === undefined) return absent;
        const verify = verifiers.get(service);
        if (verify === undefined) return { kind: "refused", message: `Credential should be scoped to appsync.` };
        try {
          const { caller: identity } = await verify(request);
          return await admitted(identity);
        } catch (error) {
          if (error instanceof Fault) return { kind: "refused", message: error.message };
          throw error;
        }
      },

      /** The key must still be there and its session must not have ended; the signature was checked when it was new. */
      async again(request) {
        try {
          const { accessKeyId, sessionToken } = readClaim(request);
          const known = await lookup(accessKeyId, sessionToken);
          if (known === undefined) return refused;
          const isOver = known.session !== undefined && known.session.expiresAt <= clock.now();
          return isOver ? { kind: "refused", message: "Token has expired." } : await admitted(known.caller);
        } catch (error) {
          if (error instanceof SigV4Refusal) return refused;
          throw error;
        }
      },
    };
  },

  describe: () => ({ authenticationType: "AWS_IAM" }),
};
