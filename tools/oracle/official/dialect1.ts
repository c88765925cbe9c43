/** The official dialect-1 transformer: SDL text -> the printed schema of the API. */

import type { Settings } from "../settings.ts";
import { authConfiguration, conflict } from "./configuration.ts";
import { load } from "./load.ts";
import { quietly } from "./quietly.ts";

interface Core {
  readonly GraphQLTransform: new (options: object) => { transform(sdl: string): { readonly schema: string } };
}

type Maker = new (options?: object) => object;

function make(packageName: string, className: string, options?: object): object {
  const maker = (load(1, packageName) as Readonly<Record<string, Maker>>)[className];
  if (maker === undefined) throw new Error(`${packageName} has no ${className}`);
  return new maker(options);
}

/** The printed schema. Throws what the transformer throws. */
export function transformDialect1(sdl: string, settings: Settings): string {
  const { GraphQLTransform } = load(1, "graphql-transformer-core") as Core;
  const flags: Readonly<Record<string, boolean | undefined>> = { ...settings.flags };
  const transform = new GraphQLTransform({
    transformers: [
      make("graphql-dynamodb-transformer", "DynamoDBModelTransformer"),
      make("graphql-versioned-transformer", "VersionedModelTransformer"),
      make("graphql-function-transformer", "FunctionTransformer"),
      make("graphql-key-transformer", "KeyTransformer"),
      make("graphql-connection-transformer", "ModelConnectionTransformer"),
      make("graphql-http-transformer", "HttpTransformer"),
      make("graphql-predictions-transformer", "PredictionsTransformer", { bucketName: "bucket" }),
      make("graphql-elasticsearch-transformer", "SearchableModelTransformer"),
      make("graphql-auth-transformer", "ModelAuthTransformer", { authConfig: authConfiguration(settings) }),
    ],
    featureFlags: {
      getBoolean: (name: string, standard?: boolean) => flags[name] ?? standard ?? false,
      getNumber: (_: string, standard?: number) => standard ?? 0,
      getObject: (_: string, standard?: object) => standard ?? {},
    },
    transformConfig: { Version: 5, ...conflict(settings, "ResolverConfig") },
  });
  return quietly(() => transform.transform(sdl).schema);
}
