/** The AWS services this server speaks: their models, where their operations are listed, and where their faults are made. */

import type { ServiceSchema } from "#generated/schema";
import { amplify } from "#generated/wire/amplify";
import { amplifyBackend } from "#generated/wire/amplifyBackend";
import { cognitoIdentity } from "#generated/wire/cognitoIdentity";
import { cognitoIdp } from "#generated/wire/cognitoIdp";
import { s3 } from "#generated/wire/s3";

export interface Service {
  readonly schema: ServiceSchema;
  /** The file whose list names what is served. */
  readonly list: string;
  /** The fault files its operations use, beside those of the wire. */
  readonly faults: readonly string[];
  /** boto3's name of it. */
  readonly python: string;
}

const auth = "src/auth/faults.ts";
const control = "src/control/faults.ts";

export const services: readonly Service[] = [
  { schema: amplifyBackend, list: "src/control/service.ts", faults: [control], python: "amplifybackend" },
  { schema: amplify, list: "src/control/service.ts", faults: [control], python: "amplify" },
  { schema: cognitoIdp, list: "src/auth/userPools/list.ts", faults: [auth], python: "cognito-idp" },
  {
    schema: cognitoIdentity,
    list: "src/auth/identityPools/list.ts",
    faults: ["src/auth/identityPools/faults.ts", auth],
    python: "cognito-identity",
  },
  { schema: s3, list: "src/storage/service.ts", faults: ["src/storage/faults.ts"], python: "s3" },
];
