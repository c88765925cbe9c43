/** A data plane in memory, behind the provisioner port: enough of one to be told apart from the real planes by nobody who follows the port. */

import type {
  Category,
  GeneratedModels,
  ModelGenerator,
  Progress,
  Provisioned,
  Provisioner,
  ProvisionRequest,
  ResourceAddress,
} from "#ports/provisioner";

type Config = Readonly<Record<string, unknown>>;

interface Held {
  readonly address: ResourceAddress;
  config: Config;
  readonly imported: boolean;
  modelsOf: Config | undefined;
}

export class Refusal extends Error {
  override readonly name = "ProvisionRefusal";
}

export interface MemoryPlane extends Provisioner {
  readonly held: Map<string, Held>;
  /** Requests as they came, for tests that look at siblings. */
  readonly asked: ProvisionRequest<unknown>[];
  /** Runs before create, import, update and remove; throw to fail, wait to keep the job running. */
  before: (what: string, progress: Progress) => Promise<void>;
  /** How long `describe` takes. */
  describeAfterMs: number;
  readonly models: ModelGenerator;
}

export function createMemoryPlane(category: Category): MemoryPlane {
  const held = new Map<string, Held>();
  const asked: ProvisionRequest<unknown>[] = [];

  async function bring(
    what: string,
    request: ProvisionRequest<unknown>,
    progress: Progress,
    imported: boolean,
  ): Promise<Provisioned> {
    await plane.before(what, progress);
    asked.push(request);
    const { config, siblings: _siblings, ...address } = request;
    const entry = held.get(request.resourceId) ?? { address, config: config as Config, imported, modelsOf: undefined };
    held.set(request.resourceId, entry);
    await progress.report(`${what} in memory`);
    return provisionedOf(category, entry);
  }

  const plane: MemoryPlane = {
    category,
    held,
    asked,
    before: async () => {},
    describeAfterMs: 0,
    create: (request, progress) => bring("create", request, progress, false),
    import: (request, progress) => bring("import", request, progress, true),
    async update(request, progress) {
      await plane.before("update", progress);
      asked.push(request);
      const entry = held.get(request.resourceId);
      if (!entry) throw new Refusal(`there is no ${category} ${request.resourceName}`);
      entry.config = merge(entry.config, request.config);
      return provisionedOf(category, entry);
    },
    async remove(address, progress) {
      await plane.before("remove", progress);
      held.delete(address.resourceId);
    },
    async describe({ resourceId }) {
      if (plane.describeAfterMs > 0) await new Promise((resolve) => setTimeout(resolve, plane.describeAfterMs));
      const entry = held.get(resourceId);
      return entry && describe(category, entry);
    },
    list: async () => [...held.keys()],
    models: {
      async generate({ resourceId }) {
        const entry = held.get(resourceId);
        if (!entry) throw new Refusal("there is no such API");
        entry.modelsOf = entry.config;
      },
      async read({ resourceId }): Promise<GeneratedModels | undefined> {
        const entry = held.get(resourceId);
        if (!entry?.modelsOf) return undefined;
        const same = entry.modelsOf["TransformSchema"] === entry.config["TransformSchema"];
        const modelIntrospectionSchema = JSON.stringify({ version: 1, models: {}, enums: {}, nonModels: {} });
        return { models: "export const schema = {};", modelIntrospectionSchema, status: same ? "LATEST" : "STALE" };
      },
    },
  };
  return plane;
}

function provisionedOf(category: Category, { address, config, imported }: Held): Provisioned {
  const id = address.resourceId;
  const service = { api: "AppSync", auth: "Cognito", storage: "S3" }[category];
  return { outputs: outputsOf(category, id, config, imported), meta: { service }, imported };
}

function outputsOf(category: Category, id: string, config: Config, imported: boolean): Record<string, unknown> {
  if (category === "api")
    return {
      GraphQLAPIIdOutput: id,
      GraphQLAPIEndpointOutput: `http://127.0.0.1/graphql/${id}`,
      GraphQLAPIKeyOutput: `da2-${id}`,
    };
  if (category === "storage") return { BucketName: config["BucketName"] ?? `bucket-${id}`, Region: "us-east-1" };
  if (imported) {
    const { UserPoolId, NativeClientId, WebClientId, IdentityPoolId } = config;
    return {
      UserPoolId,
      AppClientID: NativeClientId,
      AppClientIDWeb: WebClientId,
      ...(IdentityPoolId !== undefined && { IdentityPoolId }),
    };
  }
  return {
    UserPoolId: `us-east-1_${id.slice(0, 9)}`,
    AppClientID: `native${id}`,
    AppClientIDWeb: `web${id}`,
    IdentityPoolId: `us-east-1:${id}`,
  };
}

/** The form that the Get operation of the category answers. */
function describe(category: Category, { address, config, imported }: Held): Config {
  if (category === "storage") {
    const { ServiceName, Permissions, BucketName = `bucket-${address.resourceId}` } = config;
    return { ServiceName, BucketName, Imported: imported, ...(Permissions !== undefined && { Permissions }) };
  }
  if (category === "auth" && imported) {
    return {
      Service: "COGNITO",
      AuthResources: "USER_POOL_ONLY",
      UserPoolConfigs: {
        UserPoolName: String(config["UserPoolId"]),
        SignInMethod: "USERNAME",
        RequiredSignUpAttributes: [],
      },
    };
  }
  return config;
}

/** Structures are merged member by member, all else is replaced. */
function merge(old: Config, change: Config): Config {
  const merged: Record<string, unknown> = { ...old };
  for (const [name, value] of Object.entries(change)) {
    const before = merged[name];
    merged[name] = isRecord(before) && isRecord(value) ? merge(before, value) : value;
  }
  return merged;
}

function isRecord(value: unknown): value is Config {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
