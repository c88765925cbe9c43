/** AWS_IAM: the request is signed with temporary credentials of the environment's identity pool, or with an access key of this server. */

import { Fault } from "#kernel/wire/fault";
import { createSigV4Verifier } from "#kernel/wire/sigv4";
import { claimedService } from "#kernel/wire/sigv4Claim";
import type { AccessKeyCaller, IdentityCaller } from "#ports/caller";
import { absent, type AuthMode, refused } from "./mode.ts";

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
    return {
      async authenticate(request) {
        const service = claimedService(request);
        if (service === undefined) return absent;
        const verify = verifiers.get(service);
        if (verify === undefined) return { kind: "refused", message: `Credential should be scoped to appsync.` };
        try {
          const { caller: identity } = await verify(request);
          const isOurs =
            identity.kind === "accessKey" ||
            identity.identityPoolId === (await pools.identityPoolOf(api.appId, api.environment));
          return isOurs ? { kind: "caller", caller: { kind: "iam", identity } } : refused;
        } catch (error) {
          if (error instanceof Fault) return { kind: "refused", message: error.message };
          throw error;
        }
      },
    };
  },

  describe: () => ({ authenticationType: "AWS_IAM" }),
};
