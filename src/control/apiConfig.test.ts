/** Rules for an API's ResourceConfig that need no plane. */

import { expect, it } from "vitest";
import { checkApiConfig, checkNewApiConfig } from "./apiConfig.ts";

const pool = (CognitoUserPoolId: string) => ({
  Mode: "AMAZON_COGNITO_USER_POOLS" as const,
  Settings: { CognitoUserPoolId },
});
const issuer = (OpenIDIssueURL: string) => ({ Mode: "OPENID_CONNECT" as const, Settings: { OpenIDIssueURL } });

it("takes what differs", () => {
  const config = {
    Service: "AppSync",
    TransformSchema: "type A @model { id: ID! }",
    DefaultAuthType: pool("a"),
    AdditionalAuthTypes: [pool("b"), issuer("https://a"), issuer("https://b"), { Mode: "AWS_IAM" as const }],
  };
  expect(() => checkNewApiConfig(config)).not.toThrow();
  expect(() => checkApiConfig({})).not.toThrow();
});

it.each([
  [{ Service: "appsync" }, "Service must be AppSync"],
  [{ DefaultAuthType: pool("a"), AdditionalAuthTypes: [pool("a")] }, "given twice"],
  [{ AdditionalAuthTypes: [issuer("https://a"), issuer("https://a")] }, "OPENID_CONNECT is given twice"],
  [{ DefaultAuthType: { Mode: "API_KEY" as const, Settings: { ExpirationTime: 0.5 } } }, "1 to 365 days; 0.5 is not"],
])("refuses %j", (config, reason) => {
  expect(() => checkApiConfig(config)).toThrow(reason);
});

it("wants a schema for a new API", () => {
  expect(() => checkNewApiConfig({ TransformSchema: " \n" })).toThrow("TransformSchema is missing");
});
