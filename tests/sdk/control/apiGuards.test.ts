/** The ResourceConfig of GetBackendAPI and DeleteBackendAPI says which API is meant: every member of it counts. */

import {
  type BackendAPIResourceConfig,
  CreateBackendAPICommand,
  DeleteBackendAPICommand,
  GetBackendAPICommand,
  NotFoundException,
} from "@aws-sdk/client-amplifybackend";
import { afterAll, beforeAll, expect, it } from "vitest";
import { completed, makeBackend } from "./flows.ts";
import { apiConfig, type ControlServer, startControl } from "./support.ts";

const settings = {
  CognitoUserPoolId: "us-east-1_Abcdefghi",
  Description: "for guests",
  ExpirationTime: 30,
  OpenIDAuthTTL: "1000",
  OpenIDClientId: "notes",
  OpenIDIatTTL: "2000",
  OpenIDIssueURL: "https://id.example.test",
  OpenIDProviderName: "mine",
};
const stored = {
  ...apiConfig,
  DefaultAuthType: { Mode: "API_KEY", Settings: settings },
  AdditionalAuthTypes: [{ Mode: "AWS_IAM", Settings: settings }],
  ConflictResolution: { ResolutionStrategy: "AUTOMERGE" },
} satisfies BackendAPIResourceConfig;

let server: ControlServer;
beforeAll(async () => {
  server = await startControl();
  await makeBackend(server, "dguards");
  await completed(server, await server.client.send(new CreateBackendAPICommand({ ...api, ResourceConfig: stored })));
});
afterAll(() => server.close());

const api = { AppId: "dguards", BackendEnvironmentName: "dev", ResourceName: "notes" };
const get = (ResourceConfig: object) => server.client.send(new GetBackendAPICommand({ ...api, ResourceConfig }));
const remove = (ResourceConfig: object) => server.client.send(new DeleteBackendAPICommand({ ...api, ResourceConfig }));

/** A guard of one member, and the same with another value. */
type Guard = readonly [path: string, right: object, wrong: object];

const ofSettings = Object.entries(settings).flatMap(([name, value]): Guard[] => {
  const other = typeof value === "number" ? value + 1 : `${value}0`;
  const additional = (each: unknown): object => ({
    AdditionalAuthTypes: [{ Mode: "AWS_IAM", Settings: { ...settings, [name]: each } }],
  });
  const main = (each: unknown): object => ({ DefaultAuthType: { Settings: { [name]: each } } });
  return [
    [`DefaultAuthType.Settings.${name}`, main(value), main(other)],
    [`AdditionalAuthTypes[].Settings.${name}`, additional(value), additional(other)],
  ];
});
const guards: readonly Guard[] = [
  ["ApiName", { ApiName: "notes" }, { ApiName: "other" }],
  ["Service", { Service: "AppSync" }, { Service: "appsync" }],
  ["TransformSchema", { TransformSchema: stored.TransformSchema }, { TransformSchema: "type A @model { id: ID! }" }],
  ["DefaultAuthType.Mode", { DefaultAuthType: { Mode: "API_KEY" } }, { DefaultAuthType: { Mode: "AWS_IAM" } }],
  [
    "AdditionalAuthTypes[].Mode",
    { AdditionalAuthTypes: stored.AdditionalAuthTypes },
    { AdditionalAuthTypes: [{ Mode: "OPENID_CONNECT", Settings: settings }] },
  ],
  [
    "ConflictResolution.ResolutionStrategy",
    { ConflictResolution: { ResolutionStrategy: "AUTOMERGE" } },
    { ConflictResolution: { ResolutionStrategy: "NONE" } },
  ],
  ...ofSettings,
];

it.each(guards)("GetBackendAPI is guarded by %s", async (_path, right, wrong) => {
  expect((await get(right)).ResourceConfig).toEqual(stored);
  await expect(get(wrong)).rejects.toThrow(NotFoundException);
});

it.each(guards)("DeleteBackendAPI deletes nothing when %s is another", async (_path, _right, wrong) => {
  await expect(remove(wrong)).rejects.toThrow(NotFoundException);
  expect((await get({})).ResourceConfig).toEqual(stored);
});

it("DeleteBackendAPI deletes what the whole guard says", async () => {
  await completed(server, await remove(stored));
  await expect(get({})).rejects.toThrow(NotFoundException);
});
