/** Fields of GraphQL APIs and their models. */

import { type FieldRow, testsIn } from "./row.ts";

const control = testsIn("tests/sdk/control/api.test.ts");
const clone = testsIn("tests/sdk/control/clone.test.ts");
const evolution = testsIn("tests/sdk/graphql/evolution.test.ts");
const http = testsIn("tests/sdk/graphql/http.test.ts");
const models = testsIn("tests/sdk/graphql/models.test.ts");
const guarding = testsIn("tests/sdk/control/apiGuards.test.ts");
const modes = testsIn("tests/sdk/graphqlFields/modes.test.ts");
const todo = testsIn("tests/sdk/graphql/todo.test.ts");

const MAKE = ["CreateBackendAPI", "UpdateBackendAPI"];
const POOLS = ["CognitoUserPoolId"];
const OPENID = ["OpenIDAuthTTL", "OpenIDClientId", "OpenIDIssueURL", "OpenIDProviderName", "OpenIDIatTTL"];

/** The members of both kinds of mode settings. */
function settings(places: readonly string[], members: readonly string[]): string[] {
  return places.flatMap((place) => members.map((member) => `ResourceConfig.${place}.Settings.${member}`));
}

const DEFAULT = "DefaultAuthType";
const ADDITIONAL = "AdditionalAuthTypes[]";
const unservable = http("configurations that cannot be served are refused before anything is made");
const versions = testsIn("tests/sdk/graphql/versions.test.ts");
const moved = modes("gives the key other days and another description");
const days = http("a key is good for its days: seven by default, as many as were asked for, moved by an update");

const addresses: readonly FieldRow[] = [
  {
    operations: ["CreateBackendAPI"],
    fields: ["AppId", "BackendEnvironmentName"],
    effect: "select the environment; unknown ones are NotFoundException",
    seenBy: [control("does not know other apps and environments")],
  },
  {
    operations: ["CreateBackendAPI"],
    fields: ["ResourceName"],
    effect: "the API's name for the operations; what could mean a path is refused",
    seenBy: [control("refuses resource names that could mean a path"), control("does not know an API of another name")],
  },
  {
    operations: ["GetBackendAPI"],
    fields: ["BackendEnvironmentName"],
    effect: "selects the environment",
    seenBy: [clone("makes a second environment of the same configuration with ids of its own")],
  },
  {
    operations: ["GetBackendAPI"],
    fields: ["ResourceName"],
    effect: "selects the API; an unknown one is NotFoundException",
    seenBy: [control("does not know an API of another name")],
  },
  {
    operations: ["UpdateBackendAPI"],
    fields: ["ResourceName"],
    effect: "selects the API; an unknown one is NotFoundException",
    seenBy: [control("refuses bad members and APIs that are not there")],
  },
  {
    operations: ["DeleteBackendAPI"],
    fields: ["ResourceName"],
    effect: "selects the API; an unknown one is NotFoundException",
    seenBy: [control("never hits another API than the guard means")],
  },
  {
    operations: ["GenerateBackendAPIModels", "GetBackendAPIModels"],
    fields: ["AppId"],
    effect: "selects the app; without an API there it is NotFoundException",
    seenBy: [control("need an API")],
  },
  {
    operations: ["GenerateBackendAPIModels", "GetBackendAPIModels"],
    fields: ["BackendEnvironmentName", "ResourceName"],
    effect: "select the API",
    seenBy: [control("find the API by app, environment and name, and nothing by another one")],
  },
  {
    operations: ["GetBackendAPI", "UpdateBackendAPI", "DeleteBackendAPI"],
    fields: ["AppId"],
    effect: "selects the app",
    seenBy: [control("find the API by app, environment and name, and nothing by another one")],
  },
  {
    operations: ["UpdateBackendAPI", "DeleteBackendAPI"],
    fields: ["BackendEnvironmentName"],
    effect: "selects the environment",
    seenBy: [control("find the API by app, environment and name, and nothing by another one")],
  },
];

const configuration: readonly FieldRow[] = [
  {
    operations: ["CreateBackendAPI"],
    fields: ["ResourceConfig.ApiName"],
    effect: "name of the API, unique in its environment",
    seenBy: [unservable],
  },
  {
    operations: ["UpdateBackendAPI"],
    fields: ["ResourceConfig.ApiName"],
    effect: "another name; models stay LATEST",
    seenBy: [models("stay LATEST when something else of the API changes, and generating twice gives the same")],
  },
  {
    operations: ["CreateBackendAPI"],
    fields: ["ResourceConfig.Service"],
    effect: "AppSync, or absent; anything else is refused",
    seenBy: [control("refuses %j"), unservable],
  },
  {
    operations: ["UpdateBackendAPI"],
    fields: ["ResourceConfig.Service"],
    effect: "AppSync, or absent; anything else is refused",
    seenBy: [control("refuses bad members and APIs that are not there")],
  },
  {
    operations: ["CreateBackendAPI"],
    fields: ["ResourceConfig.TransformSchema"],
    effect: "the API itself; one that is wrong ends the job with the reason",
    seenBy: [
      todo("a record lives: created, read, changed, listed, deleted"),
      control("leaves nothing behind when the plane refuses, and the reason is the job's Error"),
    ],
  },
  {
    operations: ["UpdateBackendAPI"],
    fields: ["ResourceConfig.TransformSchema"],
    effect: "the new schema serves, records stay, models are STALE; one that is wrong changes nothing",
    seenBy: [
      evolution("a new model, new fields and new enum values serve at once, old records stay"),
      evolution("a schema that is wrong changes nothing"),
      models("are STALE after a schema update until they are generated again"),
    ],
  },
  {
    operations: ["CreateBackendAPI"],
    fields: ["ResourceConfig.DefaultAuthType.Mode"],
    effect: "the credential the endpoint takes; without it 401",
    seenBy: [
      modes("is the mode of an API that names none: its key alone opens it"),
      modes("takes access and ID tokens of the named pool, and no other pool's"),
      modes("takes users and guests of the environment's identity pool and operators, and no other pool's"),
      modes("takes tokens of the issuer, whichever key signed them, until they expire"),
      unservable,
    ],
  },
  {
    operations: ["UpdateBackendAPI"],
    fields: ["ResourceConfig.DefaultAuthType.Mode", "ResourceConfig.AdditionalAuthTypes[].Mode"],
    effect: "the credentials the endpoint takes from then on, and no longer those before",
    seenBy: [
      modes("takes another mode, and no longer the one before"),
      modes("each open the API, and UpdateBackendAPI takes one away at once"),
    ],
  },
  {
    operations: ["CreateBackendAPI"],
    fields: ["ResourceConfig.AdditionalAuthTypes[].Mode"],
    effect: "further credentials the endpoint takes; the same mode twice is refused",
    seenBy: [
      modes("each open the API, and UpdateBackendAPI takes one away at once"),
      control("refuses %j"),
      unservable,
    ],
  },
  {
    operations: MAKE,
    fields: settings([DEFAULT], ["ExpirationTime"]),
    effect: "days until the key expires, seven by default; outside of 1 to 365 it is refused",
    seenBy: [days, moved, unservable],
  },
  {
    operations: MAKE,
    fields: settings([ADDITIONAL], ["ExpirationTime"]),
    effect: "days until the key expires, where API_KEY is not the default",
    seenBy: [modes("may be an additional mode, with an expiration and a description of its own"), moved],
  },
  {
    operations: MAKE,
    fields: settings([DEFAULT, ADDITIONAL], ["Description"]),
    effect: "description of the API key, in meta and in the list of keys",
    seenBy: [modes("may be an additional mode, with an expiration and a description of its own"), moved],
  },
  {
    operations: MAKE,
    fields: settings([DEFAULT, ADDITIONAL], POOLS),
    effect: "tokens of that pool are taken, of another refused",
    seenBy: [
      modes("takes access and ID tokens of the named pool, and no other pool's"),
      modes("cannot be one mode twice, unless pools or providers differ"),
      modes("goes over to another pool"),
    ],
  },
  {
    operations: MAKE,
    fields: settings([DEFAULT, ADDITIONAL], OPENID),
    effect: "issuer, client, ages and label of the OpenID tokens that are taken",
    seenBy: [
      modes("OpenIDClientId must match the audience or the authorized party as a whole"),
      modes("OpenIDIatTTL and OpenIDAuthTTL end a token before it expires"),
      modes("stands in meta under its name"),
      modes("goes over to another provider, audience and ages, under another name"),
    ],
  },
  {
    operations: MAKE,
    fields: ["ResourceConfig.ConflictResolution.ResolutionStrategy"],
    effect: "what a stale write meets: nothing, a refusal, a merge, or a function",
    seenBy: [
      versions("refuses what has not seen the newest version, and gives it"),
      versions("keeps stored scalars, takes missing ones, joins lists and merges maps"),
      versions("does what the function says, and no more"),
      versions("gives records versions, and takes deleted ones away when versions go"),
    ],
  },
];

const guards: readonly FieldRow[] = [
  {
    operations: ["GetBackendAPI"],
    fields: ["ResourceConfig.ApiName", "ResourceConfig.DefaultAuthType.Mode"],
    effect: "a guard: must be as stored, else NotFoundException",
    seenBy: [control("takes a ResourceConfig as a guard")],
  },
  {
    operations: ["DeleteBackendAPI"],
    fields: ["ResourceConfig.ApiName"],
    effect: "a guard: must be as stored, else nothing is deleted",
    seenBy: [
      control("never hits another API than the guard means"),
      control("removes the API, and a new one can be made"),
    ],
  },
  {
    operations: ["DeleteBackendAPI"],
    fields: ["ResourceConfig.DefaultAuthType.Mode"],
    effect: "a guard: must be as stored, else nothing is deleted",
    seenBy: [guarding("DeleteBackendAPI deletes nothing when %s is another")],
  },
  ...(["GetBackendAPI", "DeleteBackendAPI"] as const).map((operation) => ({
    operations: [operation],
    fields: [
      "ResourceConfig.AdditionalAuthTypes[].Mode",
      "ResourceConfig.ConflictResolution.ResolutionStrategy",
      "ResourceConfig.Service",
      "ResourceConfig.TransformSchema",
      ...settings([DEFAULT, ADDITIONAL], ["Description", "ExpirationTime", ...POOLS, ...OPENID]),
    ],
    effect: "a guard: must be as stored, else NotFoundException",
    seenBy:
      operation === "GetBackendAPI"
        ? [guarding("GetBackendAPI is guarded by %s")]
        : [guarding("DeleteBackendAPI deletes nothing when %s is another")],
  })),
];

export const apiFields: readonly FieldRow[] = [...addresses, ...configuration, ...guards];
