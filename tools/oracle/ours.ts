/** Our own answers to a case: the one place that knows how the GraphQL plane is asked, and with which settings. */

import { buildModel } from "#graphql/directives/build";
import { introspectionJson } from "#graphql/models/introspection";
import { schemaJs } from "#graphql/models/schemaJs";
import { buildApiSchema } from "#graphql/schema/build";
import type { Model, Provider } from "#graphql/sdl/model";
import type { SchemaSettings } from "#graphql/sdl/settings";
import { readSchemaJs } from "../../tests/support/schemaJs.ts";
import type { AuthMode, Settings } from "./settings.ts";

const providers: Readonly<Record<AuthMode, Provider>> = {
  API_KEY: "apiKey",
  AMAZON_COGNITO_USER_POOLS: "userPools",
  AWS_IAM: "iam",
  OPENID_CONNECT: "oidc",
  AWS_LAMBDA: "function",
};

function ourSettings(settings: Settings): SchemaSettings {
  return {
    dialect: settings.dialect,
    defaultProvider: providers[settings.defaultMode],
    otherProviders: settings.additionalModes.map((mode) => providers[mode]),
    versioned: settings.conflictResolution !== "NONE",
    conflicts: new Map(),
    predictions: true,
    flags: { ...settings.flags },
  };
}

/** The Model of an SDL under a case's settings. Throws an SdlRefusal for a schema that cannot be served. */
export function ourModel(sdl: string, settings: Settings): Model {
  return buildModel(sdl, ourSettings(settings));
}

/** The printed schema. Throws an SdlRefusal. */
export function ourSchema(sdl: string, settings: Settings): string {
  return buildApiSchema(ourModel(sdl, settings)).sdl;
}

/** The object in schema.js. */
export function ourSchemaJs(sdl: string, settings: Settings): unknown {
  return readSchemaJs(schemaJs(ourModel(sdl, settings)));
}

export function ourIntrospection(sdl: string, settings: Settings): unknown {
  return JSON.parse(introspectionJson(ourModel(sdl, settings)));
}
