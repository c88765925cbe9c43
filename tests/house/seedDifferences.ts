/** Where the seed's definitions and the SDK's service model are known to differ, and why: one table. */

/** One point in which a definition of the seed differs from the model's shape. */
export interface Difference {
  /** Name in the seed, or of the model's shape where the seed has none. */
  readonly definition: string;
  readonly member?: string;
  readonly kind: "not in the model" | "not in the seed" | "requiredness" | "type";
  readonly found: string;
}

export interface KnownDifference {
  readonly what: string;
  readonly reason: string;
  covers(difference: Difference): boolean;
}

export const knownDifferences: readonly KnownDifference[] = [
  {
    what: "response members are required in the seed and optional in the model",
    reason:
      "the stubs describe what clients hand over, the model what a service may leave out; Ohmstead sends them all",
    covers: ({ definition, kind, found }) =>
      definition.endsWith("ResponseTypeDef") && kind === "requiredness" && found === "seed required, model optional",
  },
  {
    what: "responses have ResponseMetadata in the seed only",
    reason: "clients make it from the HTTP exchange; it does not travel in the body",
    covers: ({ definition, member, kind }) =>
      definition.endsWith("ResponseTypeDef") && member === "ResponseMetadata" && kind === "not in the model",
  },
  {
    what: "ResponseMetadata and PaginatorConfig are structures of the seed only",
    reason: "they belong to the client: how the exchange went, how to walk through pages",
    covers: ({ definition, member, kind }) =>
      ["ResponseMetadataTypeDef", "PaginatorConfigTypeDef"].includes(definition) &&
      member === undefined &&
      kind === "not in the model",
  },
  {
    what: "ListBackendJobsRequestPaginate is a structure of the seed only",
    reason: "only Python's client has a paginator; it sends ListBackendJobsRequest",
    covers: ({ definition, kind }) =>
      definition === "ListBackendJobsRequestPaginateTypeDef" && kind === "not in the model",
  },
  {
    what: "CreateBackend.ResourceConfig is any mapping in the seed and a structure without members in the model",
    reason: "the stubs have no type for an empty structure; clients cannot send anything in it",
    covers: ({ definition, member, kind }) =>
      definition === "CreateBackendRequestTypeDef" && member === "ResourceConfig" && kind === "type",
  },
  {
    what: "the empty structure ResourceConfig is a shape of the model only",
    reason: "the other side of the row above",
    covers: ({ definition, kind }) => definition === "ResourceConfig" && kind === "not in the seed",
  },
  {
    what: "errors are shapes of the model only",
    reason: "Python raises them as exceptions, which the stubs describe elsewhere",
    covers: ({ definition, kind }) => definition.endsWith("Exception") && kind === "not in the seed",
  },
];
