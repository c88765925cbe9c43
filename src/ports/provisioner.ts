/** Port: what the control plane may ask of a data plane. Each plane implements it for one category. */

export type Category = "api" | "auth" | "storage";

/** Which resource of which environment is meant. */
export interface ResourceAddress {
  readonly appId: string;
  readonly environment: string;
  /** The ResourceName the client chose. */
  readonly resourceName: string;
  /** Made by the control plane when the job is accepted; the same on every retry of the job. */
  readonly resourceId: string;
}

/** One resource as the meta file and other planes see it. */
export interface ResourceSummary {
  readonly category: Category;
  readonly resourceName: string;
  readonly resourceId: string;
  readonly imported: boolean;
  /** The outputs of amplify-meta.json: GraphQLAPIIdOutput, UserPoolId, BucketName … */
  readonly outputs: Readonly<Record<string, unknown>>;
}

export interface ProvisionRequest<Config> extends ResourceAddress {
  readonly config: Config;
  /** The other resources of the environment, so that an API finds the pool beside it. */
  readonly siblings: readonly ResourceSummary[];
}

export interface Progress {
  /** One line for the operator, kept with the job. */
  report(line: string): Promise<void>;
  /** Aborted when the job is cancelled or its lease is lost; long work must stop then. */
  readonly signal: AbortSignal;
}

/** What a finished create or update leaves for the meta file. */
export interface Provisioned {
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Members of the meta entry beside `output`, `service` included. */
  readonly meta: Readonly<Record<string, unknown>>;
  /** True for a resource that was attached, not made. */
  readonly imported: boolean;
}

/**
 * Every method is idempotent for one resourceId: after a crash the job runs the same call again.
 * A refusal the client can act on is thrown as a `ProvisionRefusal`; its message becomes the job's Error.
 */
export interface Provisioner<Config = unknown> {
  readonly category: Category;
  /** Brings the resource into being, or finishes a half-made one. */
  create(request: ProvisionRequest<Config>, progress: Progress): Promise<Provisioned>;
  /** Changes only what `request.config` gives; all or nothing. */
  update(request: ProvisionRequest<Partial<Config>>, progress: Progress): Promise<Provisioned>;
  /** Attaches what exists already; `config` holds the ids of the Import operation by SDK names. Absent where nothing can be imported. */
  import?(request: ProvisionRequest<unknown>, progress: Progress): Promise<Provisioned>;
  /** Removes the resource and its data (an imported one is detached only). Gone already is success. */
  remove(address: ResourceAddress, progress: Progress): Promise<void>;
  /** The configuration as the Get operation answers it, or undefined when there is no such resource. */
  describe(address: ResourceAddress): Promise<Config | undefined>;
  /** Ids of all resources this plane holds, so that orphans can be found. */
  list(): Promise<readonly string[]>;
}

/** A reason a person can act on. Checked by `name`, so that planes need not share a class. */
export interface ProvisionRefusal extends Error {
  readonly name: "ProvisionRefusal";
}

/** Models of a GraphQL API as GetBackendAPIModels gives them. */
export interface GeneratedModels {
  /** The text of schema.js. */
  readonly models: string;
  /** JSON text, version 1. */
  readonly modelIntrospectionSchema: string;
  readonly status: "LATEST" | "STALE";
}

/** What the graphql plane can do beside provisioning. */
export interface ModelGenerator {
  generate(address: ResourceAddress, progress: Progress): Promise<void>;
  /** Undefined when none were generated yet. */
  read(address: ResourceAddress): Promise<GeneratedModels | undefined>;
}

export interface BucketInfo {
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** What the storage plane can do beside provisioning. */
export interface BucketLister {
  /** Buckets by name after `after`, at most `limit`. */
  list(after: string | undefined, limit: number): Promise<readonly BucketInfo[]>;
}
