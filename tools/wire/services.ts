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
  /** Whether the operations that are not kept are to be known by method and URI. */
  readonly others?: true;
  readonly types: TypeStyle;
  /** The reference page of the types, where users get them. */
  readonly page?: {
    readonly path: string;
    /** Module that users import the types from. */
    readonly entry: string;
    /** Where the page's examples are put for the compiler to check. */
    readonly examples: string;
  };
}

export const services: readonly ServiceSource[] = [
  {
    name: "amplifyBackend",
    client: "@aws-sdk/client-amplifybackend",
    botocore: "amplifybackend",
    operations: "all",
    types: stubStyle,
    page: {
      path: "docs/reference/type-definitions.md",
      entry: "ohmstead/types",
      examples: "tests/types/examples.test-d.ts",
    },
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
  {
    name: "cognitoIdp",
    client: "@aws-sdk/client-cognito-identity-provider",
    botocore: "cognito-idp",
    operations: "all",
    types: sdkStyle,
  },
  {
    name: "cognitoIdentity",
    client: "@aws-sdk/client-cognito-identity",
    botocore: "cognito-identity",
    operations: "all",
    types: sdkStyle,
  },
  {
    name: "s3",
    client: "@aws-sdk/client-s3",
    botocore: "s3",
    operations: [
      "AbortMultipartUpload",
      "CompleteMultipartUpload",
      "CopyObject",
      "CreateBucket",
      "CreateMultipartUpload",
      "DeleteBucket",
      "DeleteObject",
      "DeleteObjectTagging",
      "DeleteObjects",
      "GetBucketLocation",
      "GetBucketVersioning",
      "GetObject",
      "GetObjectTagging",
      "HeadBucket",
      "HeadObject",
      "ListBuckets",
      "ListMultipartUploads",
      "ListObjectVersions",
      "ListObjects",
      "ListObjectsV2",
      "ListParts",
      "PutObject",
      "PutObjectTagging",
      "UploadPart",
      "UploadPartCopy",
    ],
    others: true,
    types: sdkStyle,
  },
];
