/** Builds the auth plane: user pools, identity pools, their provisioner, and what other planes ask of them. */

import { deriveKey } from "#kernel/crypto/deriveKey";
import type { Sealer } from "#kernel/crypto/seal";
import { createSignedTokens } from "#kernel/crypto/signedToken";
import { createBuilder } from "#kernel/sql/builder";
import type { JsonRoute } from "#kernel/wire/jsonApiRoute";
import type { InputFaultNames } from "#kernel/wire/protocol";
import type { OperationTable } from "#kernel/wire/service";
import type { Clock } from "#ports/clock";
import type { Database } from "#ports/database";
import type { Fanout } from "#ports/fanout";
import type { Functions } from "#ports/functions";
import type { Log } from "#ports/log";
import type { MailSender } from "#ports/mail";
import type { EnvironmentPools } from "#ports/pools";
import type { Provisioner } from "#ports/provisioner";
import type { Random } from "#ports/random";
import type { SmsSender } from "#ports/sms";
import type { Standing } from "#ports/standing";
import type { TokenVerifier } from "#ports/verifier";
import { createDocuments, type Documents } from "./documents.ts";
import { createEnvironmentPools } from "./environmentPools.ts";
import { createMessages } from "./messages.ts";
import { operatorRoutes } from "./operator/list.ts";
import type { AuthParts } from "./parts.ts";
import { createProvisioner } from "./provision.ts";
import type { AuthSettings } from "./settings.ts";
import { createSignIn } from "./signIn/signIn.ts";
import { createSigningKeys, type SigningKeys } from "./signingKeys.ts";
import { createSrpQueue } from "./srpQueue.ts";
import { announcing, createStanding } from "./standing.ts";
import { createStores } from "./store/create.ts";
import type { StoreContext } from "./store/context.ts";
import { sweep } from "./store/sweep.ts";
import { createTokens } from "./tokens.ts";
import { createTriggers } from "./triggers.ts";
import { unsignedUserPoolOperations } from "./userPools/unsigned.ts";
import { createPoolUse, type PoolUse } from "./identityPools/poolUse.ts";
import { createIdentityResolver, type IdentityResolver } from "./identityPools/resolver.ts";
import { createSessionCredentials } from "./identityPools/sessionCredentials.ts";
import { identityPoolOperations } from "./identityPools/list.ts";
import { unsignedIdentityPoolOperations } from "./identityPools/unsigned.ts";
import { userPoolOperations } from "./userPools/list.ts";
import type { UserPoolParts } from "./userPools/parts.ts";
import { createVerifier } from "./verifier.ts";

export interface AuthOptions {
  /** The house database, migrated by `migrations/list.ts` under the room name "auth". */
  readonly database: Database;
  readonly sealer: Sealer;
  /** Keys of codes, page tokens and simulations are derived from it. */
  readonly masterKey: Uint8Array;
  readonly mail: MailSender;
  readonly sms: SmsSender;
  readonly functions: Functions;
  /** Tells all replicas who lost a sign-in or a group. */
  readonly fanout: Fanout;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly settings: AuthSettings;
}

export interface Auth extends Documents {
  readonly provisioner: Provisioner;
  /** Operations of cognito-idp and of cognito-identity. */
  readonly userPools: OperationTable;
  readonly identityPools: OperationTable;
  /** Names of the operations of both that need no signature. */
  readonly unsigned: ReadonlySet<string>;
  /** What malformed and invalid input is answered with. */
  readonly inputFaults: InputFaultNames;
  readonly verifier: TokenVerifier;
  /** What became of people since their tokens were made. */
  readonly standing: Standing;
  /** Who holds temporary credentials of an identity pool: what SigV4 verification looks `ASIA…` keys up by. */
  readonly resolveIdentity: IdentityResolver;
  /** Which pools an environment has. */
  readonly pools: EnvironmentPools;
  /** What an identity pool is to backends; undefined for one that is not there. */
  readonly poolUse: (identityPoolId: string) => Promise<PoolUse | undefined>;
  readonly signingKeys: SigningKeys;
  /** `/_ohmstead/v1/pools…` of the operator API. */
  readonly operatorRoutes: readonly JsonRoute[];
  readonly parts: UserPoolParts;
  /** Begins to remove what has expired. */
  start(): void;
  stop(): void;
}

/** How often expired rows are removed. */
const sweepMs = 600_000;

export function createAuth(options: AuthOptions): Auth {
  const context = storeContext(options);
  const parts = createParts(options, context);
  const { stores, clock, settings } = parts;
  const signingKeys = createSigningKeys(stores.keys, clock);
  const tokens = createTokens({ ...parts, signingKeys });
  const verifier = createVerifier({ signingKeys, tokens: stores.tokens, clock, baseUrl: () => settings.baseUrl() });
  const userPools: UserPoolParts = {
    ...parts,
    signingKeys,
    tokens,
    verifier,
    signIn: createSignIn({ ...parts, tokens }),
  };
  const sessionKey = deriveKey(options.masterKey, "identity session secrets");
  const credentials = createSessionCredentials(options.sealer, sessionKey, options.random);
  let timer: NodeJS.Timeout | undefined;
  return {
    ...createDocuments(parts, signingKeys),
    provisioner: createProvisioner({ ...parts, signingKeys }),
    userPools: userPoolOperations(userPools),
    identityPools: identityPoolOperations({ ...parts, verifier, signingKeys, credentials }),
    resolveIdentity: createIdentityResolver(parts, credentials),
    poolUse: createPoolUse(stores),
    pools: createEnvironmentPools(parts),
    unsigned: new Set([...unsignedUserPoolOperations, ...unsignedIdentityPoolOperations]),
    inputFaults: { malformed: "SerializationException", invalid: "InvalidParameterException" },
    verifier,
    standing: createStanding(stores.groupLosses, options.fanout),
    signingKeys,
    operatorRoutes: operatorRoutes(userPools),
    parts: userPools,
    start() {
      timer = setInterval(() => {
        sweep(context, clock.now()).catch((error: unknown) =>
          options.log.warn({ error }, "Expired rows could not be removed"),
        );
      }, sweepMs);
      timer.unref();
    },
    stop() {
      clearInterval(timer);
      parts.messages.hurry();
    },
  };
}

function storeContext({ database, sealer, random, masterKey }: AuthOptions): StoreContext {
  return { database, sql: createBuilder(database), sealer, random, codeKey: deriveKey(masterKey, "auth codes") };
}

function createParts(options: AuthOptions, context: StoreContext): AuthParts {
  const { sealer, clock, random, log, settings, masterKey, mail, sms } = options;
  const triggers = createTriggers(options.functions);
  return {
    stores: announcing(createStores(context), options.fanout),
    messages: createMessages(mail, sms, triggers, log),
    triggers,
    srpQueue: createSrpQueue(),
    sealer,
    clock,
    random,
    log,
    settings,
    pageTokens: createSignedTokens(deriveKey(masterKey, "auth page tokens"), "auth lists"),
    simulationKey: deriveKey(masterKey, "auth simulation"),
  };
}
