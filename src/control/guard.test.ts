/** The guard of GetBackendAPI and DeleteBackendAPI. */

import { expect, it } from "vitest";
import { firstDifference } from "./guard.ts";

const stored = {
  ApiName: "notes",
  DefaultAuthType: { Mode: "API_KEY", Settings: { ExpirationTime: 7 } },
  AdditionalAuthTypes: [{ Mode: "AWS_IAM" }],
};

it.each([
  [{}, undefined],
  [{ ApiName: "notes" }, undefined],
  [{ ApiName: undefined }, undefined],
  [stored, undefined],
  [{ DefaultAuthType: { Mode: "API_KEY" } }, undefined],
  [{ ApiName: "other" }, "ApiName"],
  [{ TransformSchema: "x" }, "TransformSchema"],
  [{ DefaultAuthType: { Settings: { ExpirationTime: 8 } } }, "DefaultAuthType.Settings.ExpirationTime"],
  [{ AdditionalAuthTypes: [] }, "AdditionalAuthTypes"],
  [{ ConflictResolution: { ResolutionStrategy: "NONE" } }, "ConflictResolution"],
  [{ toString: "x" }, "toString"],
])("%j differs from what is stored in %j", (wanted, path) => {
  expect(firstDifference(wanted, stored)).toBe(path);
});
