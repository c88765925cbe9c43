/** The official models generator: SDL text -> schema.js as an object, and the introspection schema. */

import type { Settings } from "../settings.ts";
import { load } from "./load.ts";
import { withoutAmplifyInput } from "./sandbox.ts";

interface Generator {
  readonly generateModels: (options: object) => Promise<Readonly<Record<string, string>>>;
}

interface Directives {
  readonly DefaultDirectives: readonly { readonly definition: string }[];
  readonly V1Directives: readonly { readonly definition: string }[];
}

export interface OfficialModels {
  readonly schemaJs: unknown;
  readonly introspection: unknown;
}

/** Throws what the generator throws. Versions (DataStore) are on when the case resolves conflicts. */
export async function officialModels(sdl: string, settings: Settings): Promise<OfficialModels> {
  const directives = load(2, "@aws-amplify/graphql-directives") as Directives;
  const known = settings.dialect === 1 ? directives.V1Directives : directives.DefaultDirectives;
  const { improvePluralization, respectPrimaryKeyAttributesOnConnectionField } = settings.flags;
  const options = {
    schema: withoutAmplifyInput(sdl).schema,
    directives: known.map((directive) => directive.definition).join("\n"),
    transformerVersion: settings.dialect,
    useExperimentalPipelinedTransformer: settings.dialect === 2,
    isDataStoreEnabled: settings.conflictResolution !== "NONE",
    ...(improvePluralization === undefined ? {} : { improvePluralization }),
    ...(respectPrimaryKeyAttributesOnConnectionField === undefined
      ? {}
      : { respectPrimaryKeyAttributesOnConnectionField }),
  };
  const { generateModels } = load(2, "@aws-amplify/graphql-generator") as Generator;
  const schemaJs = await generateModels({ ...options, target: "javascript" });
  const introspection = await generateModels({ ...options, target: "introspection" });
  return {
    schemaJs: JSON.parse(
      fileNamed(schemaJs, "schema.js")
        .replace(/^[^{]*/, "")
        .replace(/;\s*$/, ""),
    ) as unknown,
    introspection: JSON.parse(fileNamed(introspection, "model-introspection.json")) as unknown,
  };
}

function fileNamed(files: Readonly<Record<string, string>>, name: string): string {
  const path = Object.keys(files).find((each) => each === name || each.endsWith(`/${name}`));
  const text = path === undefined ? undefined : files[path];
  if (text === undefined) throw new Error(`the generator made no ${name}: ${Object.keys(files).join(", ")}`);
  return text;
}
