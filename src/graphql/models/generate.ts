/** GenerateBackendAPIModels and GetBackendAPIModels: makes an API's models for client libraries and keeps them. */

import { schemaSettings } from "#graphql/apiConfig";
import { buildModel } from "#graphql/directives/build";
import { unknownApi } from "#graphql/faults";
import type { ApiRow, ApiStore } from "#graphql/store/apis";
import type { ModelStore } from "#graphql/store/models";
import { isList, type Model } from "#graphql/sdl/model";
import type { Clock } from "#ports/clock";
import type { GeneratedModels, ModelGenerator, Progress, ResourceAddress } from "#ports/provisioner";
import { introspectionJson } from "./introspection.ts";
import { schemaJs } from "./schemaJs.ts";

export interface GeneratorParts {
  readonly apis: ApiStore;
  readonly models: ModelStore;
  readonly clock: Clock;
  /** The function that authorizes callers of an API, where the operator named one. */
  readonly authorizerOf: (apiName: string) => string | undefined;
}

export class ApiModels implements ModelGenerator {
  readonly #parts: GeneratorParts;

  constructor(parts: GeneratorParts) {
    this.#parts = parts;
  }

  /** @throws a Refusal when there is no such API */
  async generate(address: ResourceAddress, progress: Progress): Promise<void> {
    const { models, clock, authorizerOf } = this.#parts;
    const api = await this.#find(address);
    if (api === undefined) throw unknownApi(address.resourceName);
    const sdl = api.config.TransformSchema;
    const model = buildModel(sdl, schemaSettings(api.config, authorizerOf(api.config.ApiName)));
    for (const warning of warnings(model)) await progress.report(`Warning: ${warning}`);
    const texts = { schemaJs: schemaJs(model), introspection: introspectionJson(model) };
    progress.signal.throwIfAborted();
    if (!(await models.save(api.apiId, sdl, texts, clock.now()))) throw unknownApi(address.resourceName);
  }

  async read(address: ResourceAddress): Promise<GeneratedModels | undefined> {
    const api = await this.#find(address);
    const stored = api === undefined ? undefined : await this.#parts.models.read(api.apiId);
    if (api === undefined || stored === undefined) return undefined;
    return {
      models: stored.schemaJs,
      modelIntrospectionSchema: stored.introspection,
      status: stored.isOf(api.config.TransformSchema) ? "LATEST" : "STALE",
    };
  }

  /** An API that is half-made or half-removed has no models. */
  async #find(address: ResourceAddress): Promise<ApiRow | undefined> {
    const api = await this.#parts.apis.byResource(address.resourceId);
    return api?.state === "creating" ? undefined : api;
  }
}

/** What the format of client models cannot say, so that a client would refuse values the API takes. */
function warnings(model: Model): readonly string[] {
  return [...model.models, ...model.objects].flatMap((type) =>
    type.fields
      .filter((field) => isList(field.type) && isList(field.type.list))
      .map(
        (field) =>
          `${type.name}.${field.name} is a list of lists, which client models cannot tell: DataStore sees a plain list. ` +
          "Use a list of a type that holds a list.",
      ),
  );
}
