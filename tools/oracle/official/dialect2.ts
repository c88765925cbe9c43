/** The official dialect-2 transformer: SDL text -> the printed schema of the API. */

import type { Settings } from "../settings.ts";
import { authConfiguration, conflict } from "./configuration.ts";
import { load } from "./load.ts";
import { quietly } from "./quietly.ts";
import { withoutAmplifyInput } from "./sandbox.ts";

interface Construct {
  readonly node: { findAll(): readonly Resource[] };
}

interface Resource {
  readonly cfnResourceType?: string;
  readonly definition?: unknown;
  readonly definitionS3Location?: unknown;
}

interface Stack extends Construct {
  resolve(value: unknown): unknown;
}

interface Cdk {
  readonly App: new () => object;
  readonly Stack: new (scope: object, name: string) => Stack;
  readonly NestedStack: new (scope: object, name: string) => Stack;
}

interface Transformer {
  readonly executeTransform: (config: object) => void;
}

interface Core {
  readonly DDB_DEFAULT_DATASOURCE_STRATEGY: object;
  readonly constructDataSourceStrategies: (schema: string, strategy: object) => object;
}

interface Common {
  readonly ModelResourceIDs: { setModelNameMap(names: ReadonlyMap<string, string>): void };
}

interface Asset {
  readonly fileName: string;
  readonly fileContent: string;
}

/** The printed schema. Throws what the transformer throws. */
export function transformDialect2(sdl: string, settings: Settings): string {
  const { stack, texts } = run(sdl, settings);
  return printedSchema(stack, texts);
}

/** The resolvers' templates by file name, such as `resolvers/Post.blog.auth.1.req.vtl`. Throws what the transformer throws. */
export function resolversOfDialect2(sdl: string, settings: Settings): ReadonlyMap<string, string> {
  const { texts } = run(sdl, settings);
  return new Map([...texts].map(([url, text]) => [url.slice(url.lastIndexOf("resolvers/")), text]));
}

function run(sdl: string, settings: Settings): { readonly stack: Stack; readonly texts: ReadonlyMap<string, string> } {
  const { App, Stack, NestedStack } = load(2, "aws-cdk-lib") as Cdk;
  const { executeTransform } = load(2, "@aws-amplify/graphql-transformer") as Transformer;
  const { constructDataSourceStrategies, DDB_DEFAULT_DATASOURCE_STRATEGY } = load(
    2,
    "@aws-amplify/graphql-transformer-core",
  ) as Core;
  const { schema, sandbox } = withoutAmplifyInput(sdl);
  const stack = new Stack(new App(), "oracle");
  const texts = new Map<string, string>();
  const config = {
    schema,
    scope: stack,
    authConfig: authConfiguration(settings),
    ...conflict(settings, "resolverConfig"),
    transformersFactoryArgs: { storageConfig: { bucketName: "bucket" } },
    transformParameters: { ...(sandbox ? { sandboxModeEnabled: true } : {}), ...settings.flags },
    dataSourceStrategies: constructDataSourceStrategies(schema, DDB_DEFAULT_DATASOURCE_STRATEGY),
    rdsLayerMapping: {},
    rdsSnsTopicMapping: {},
    nestedStackProvider: { provide: (scope: object, name: string) => new NestedStack(scope, name) },
    assetProvider: { provide: (_: object, id: string, asset: Asset) => assetOf(texts, id, asset) },
    synthParameters: {
      amplifyEnvironmentName: "NONE",
      apiName: "oracle",
      identityPoolId: "us-east-1:pool",
      userPoolId: "us-east-1_pool",
    },
    printTransformerLog: () => undefined,
  };
  // @mapsTo renames are kept for the whole process; the next schema must not see them.
  const { ModelResourceIDs } = load(2, "graphql-transformer-common") as Common;
  ModelResourceIDs.setModelNameMap(new Map());
  quietly(() => executeTransform(config));
  return { stack, texts };
}

function assetOf(texts: Map<string, string>, id: string, asset: Asset): object {
  const url = `s3://bucket/${id}/${asset.fileName}`;
  texts.set(url, asset.fileContent);
  return { assetHash: id, httpUrl: url, s3BucketName: "bucket", s3ObjectKey: id, s3ObjectUrl: url };
}

/** The schema's asset is made only when its location is asked for. */
function printedSchema(stack: Stack, texts: ReadonlyMap<string, string>): string {
  const resource = stack.node.findAll().find((each) => each.cfnResourceType === "AWS::AppSync::GraphQLSchema");
  if (resource === undefined) throw new Error("the transformer made no schema");
  if (typeof resource.definition === "string") return resource.definition;
  const location = stack.resolve(resource.definitionS3Location);
  const text = typeof location === "string" ? texts.get(location) : undefined;
  if (text === undefined) throw new Error(`the schema is not where it was said to be: ${String(location)}`);
  return text;
}
