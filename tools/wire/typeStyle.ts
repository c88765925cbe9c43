/** How the types of a service are named and which rules of the Python stubs they follow: the small table the clients' data lacks. */

import type { StructureDefinition } from "./definitions.ts";
import { words } from "./words.ts";

export interface TypeStyle {
  /** Added to structure names. */
  readonly suffix: string;
  /** Added to enumeration names. */
  readonly literalSuffix: string;
  /**
   * Structures that hold arrays and travel both ways get an `Output` twin with mutable arrays, and a `Union`
   * of both wherever a structure that only enters refers to them. Without twins every array is readonly.
   */
  readonly twins: boolean;
  /** Responses carry each member, but for these; undefined: as the service model marks them. */
  readonly optionalInResponses?: readonly string[];
  /** What members mean, by name or `Structure.Member`; when given, every member must be there. */
  readonly words?: Readonly<Record<string, string>>;
  /** Shapes that exist on the client's side only. */
  readonly clientSide?: {
    /** Added to each response under this name. */
    readonly metadata: { readonly member: string; readonly definition: StructureDefinition };
    /** Replaces token and limit in the `Paginate` variant of a paginated request. */
    readonly pagination: { readonly member: string; readonly definition: StructureDefinition };
  };
}

const text = { kind: "scalar", name: "string" } as const;
const number = { kind: "scalar", name: "number" } as const;

const responseMetadata: StructureDefinition = {
  kind: "structure",
  name: "ResponseMetadataTypeDef",
  role: "client",
  about: "What a client adds to each response: how the HTTP exchange went. It does not travel in the body.",
  members: [
    {
      name: "RequestId",
      required: true,
      type: text,
      about: words["RequestId"] ?? "",
      notes: ["header `x-amzn-RequestId`"],
    },
    { name: "HTTPStatusCode", required: true, type: number, about: words["HTTPStatusCode"] ?? "", notes: [] },
    {
      name: "HTTPHeaders",
      required: true,
      type: { kind: "record", readonly: false, of: text },
      about: words["HTTPHeaders"] ?? "",
      notes: [],
    },
    {
      name: "RetryAttempts",
      required: true,
      type: number,
      about: words["RetryAttempts"] ?? "",
      notes: ["counted by the client"],
    },
    { name: "HostId", required: false, type: text, about: words["HostId"] ?? "", notes: [] },
  ],
};

const paginatorConfig: StructureDefinition = {
  kind: "structure",
  name: "PaginatorConfigTypeDef",
  role: "client",
  about: "How a client walks through pages: when to stop, how much to ask for at a time, where to go on.",
  members: [
    {
      name: "MaxItems",
      required: false,
      type: number,
      about: words["MaxItems"] ?? "",
      notes: ["items over all pages"],
    },
    {
      name: "PageSize",
      required: false,
      type: number,
      about: words["PageSize"] ?? "",
      notes: ["items a page; sent as `MaxResults`"],
    },
    {
      name: "StartingToken",
      required: false,
      type: text,
      about: words["StartingToken"] ?? "",
      notes: ["sent as the first `NextToken`"],
    },
  ],
};

/** Names and rules as in Python's stubs of AmplifyBackend. */
export const stubStyle: TypeStyle = {
  suffix: "TypeDef",
  literalSuffix: "Type",
  twins: true,
  optionalInResponses: ["NextToken"],
  words,
  clientSide: {
    metadata: { member: "ResponseMetadata", definition: responseMetadata },
    pagination: { member: "PaginationConfig", definition: paginatorConfig },
  },
};

/** Names and requiredness as the AWS SDK has them. */
export const sdkStyle: TypeStyle = { suffix: "", literalSuffix: "", twins: false };
