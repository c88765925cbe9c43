/** The services whose wire data and types are generated: which published client, which operations, which files. */

import { sdkStyle, stubStyle, type TypeStyle } from "./typeStyle.ts";

export interface ServiceSource {
  /** Name of the exported constant and of the generated files. */
  readonly name: string;
  /** The published client, a dev dependency. */
  readonly client: string;
  /** Folder of the service under botocore's `data/`. */
  readonly botocore: string;
  /** Operations to keep, with the shapes they reach; "all" for the whole service. */
  readonly operations: "all" | readonly string[];
  readonly types: TypeStyle;
}

export const services: readonly ServiceSource[] = [
  {
    name: "amplifyBackend",
    client: "@aws-sdk/client-amplifybackend",
    botocore: "amplifybackend",
    operations: "all",
    types: stubStyle,
  },
  {
    name: "amplify",
    client: "@aws-sdk/client-amplify",
    botocore: "amplify",
    operations: [
      "CreateApp",
      "GetApp",
      "ListApps",
      "UpdateApp",
      "DeleteApp",
      "CreateBackendEnvironment",
      "GetBackendEnvironment",
      "ListBackendEnvironments",
      "DeleteBackendEnvironment",
    ],
    types: sdkStyle,
  },
];
