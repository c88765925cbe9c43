/** The configuration of an API: what is accepted today, what an update changes, how it is stored. */

import type {
  BackendAPIAppSyncAuthSettingsTypeDef,
  BackendAPIAuthTypeTypeDef,
  BackendAPIResourceConfigOutputTypeDef,
  BackendAPIResourceConfigTypeDef,
} from "#generated/types/amplifyBackend";
import { strategies } from "./conflict/list.ts";
import { none } from "./conflict/none.ts";
import type { ConflictStrategy } from "./conflict/strategy.ts";
import { missingSchema, Refusal } from "./faults.ts";
import { longestDays, shortestDays, standardDays } from "./modes/apiKey.ts";
import { checkModes, type ModeConfig, modeSettings, providersOf } from "./modes/settings.ts";
import type { ModelConflict } from "./sdl/model.ts";
import { plainSettings, type SchemaSettings } from "./sdl/settings.ts";

export type ApiConfigInput = BackendAPIResourceConfigTypeDef;
export type StoredApiConfig = BackendAPIResourceConfigOutputTypeDef & {
  readonly ApiName: string;
  readonly TransformSchema: string;
};

/** The stored form of a new API's configuration. Throws a Refusal for what cannot be served. */
export function newConfig(input: ApiConfigInput, resourceName: string): StoredApiConfig {
  const { TransformSchema } = input;
  if (TransformSchema === undefined || TransformSchema.trim() === "") throw missingSchema();
  return checked({ Service: "AppSync", ...without(input), ApiName: input.ApiName ?? resourceName, TransformSchema });
}

/** The stored configuration with the given members replaced. */
export function changedConfig(stored: StoredApiConfig, input: ApiConfigInput): StoredApiConfig {
  const given = without(input);
  if (given.TransformSchema !== undefined && given.TransformSchema.trim() === "") throw missingSchema();
  const auth =
    given.DefaultAuthType === undefined
      ? {}
      : { DefaultAuthType: changedAuth(stored.DefaultAuthType, given.DefaultAuthType) };
  return checked({ ...stored, ...given, ...auth } as StoredApiConfig);
}

/** Settings of the same mode that were not given stay. */
function changedAuth(
  stored: BackendAPIAuthTypeTypeDef | undefined,
  given: BackendAPIAuthTypeTypeDef,
): BackendAPIAuthTypeTypeDef {
  const sameMode = given.Mode === undefined || stored?.Mode === undefined || given.Mode === stored.Mode;
  return sameMode ? { ...stored, ...given, Settings: { ...stored?.Settings, ...given.Settings } } : given;
}

/** Only the members that were given. */
function without(input: ApiConfigInput): Partial<BackendAPIResourceConfigOutputTypeDef> {
  const entries = Object.entries(input).filter(([, value]) => value !== undefined && value !== null);
  return structuredClone(Object.fromEntries(entries)) as Partial<BackendAPIResourceConfigOutputTypeDef>;
}

function checked(config: StoredApiConfig): StoredApiConfig {
  if (config.Service !== undefined && config.Service !== "AppSync") {
    throw new Refusal(`ResourceConfig.Service "${config.Service}" is not served; use AppSync.`);
  }
  const strategy = config.ConflictResolution?.ResolutionStrategy;
  if (strategy !== undefined && !strategies.some((each) => each.name === strategy)) {
    throw new Refusal(`ConflictResolution.ResolutionStrategy ${strategy} is not one of AppSync's.`);
  }
  checkModes(modeSettings(config, undefined));
  expirationDays(config);
  return config;
}

/** The settings of the mode API_KEY, wherever it stands. Undefined when the API takes no keys. */
export function keySettings(config: ModeConfig): BackendAPIAppSyncAuthSettingsTypeDef | undefined {
  return modeSettings(config, undefined).find(({ mode }) => mode === "API_KEY")?.settings;
}

/** A model's own strategy, else the API's; NONE when nothing else is asked for. */
export function strategyOf(
  { ConflictResolution }: Pick<ApiConfigInput, "ConflictResolution">,
  own?: ModelConflict,
): ConflictStrategy {
  const wanted = own?.strategy ?? ConflictResolution?.ResolutionStrategy;
  return strategies.find(({ name }) => name === wanted) ?? none;
}

/** What the schema is read with: the modes' providers, and whether records are versioned. */
export function schemaSettings(config: StoredApiConfig, authorizer: string | undefined): SchemaSettings {
  const [defaultProvider, ...otherProviders] = providersOf(modeSettings(config, authorizer));
  return { ...plainSettings, defaultProvider, otherProviders, versioned: strategyOf(config).versioned };
}

/** Days a new API key is good for. */
export function expirationDays(config: ApiConfigInput): number {
  const days = keySettings(config)?.ExpirationTime ?? standardDays;
  if (!(days >= shortestDays && days <= longestDays)) {
    throw new Refusal(
      `Settings.ExpirationTime is ${days} days; an API key lives ${shortestDays} to ${longestDays} days.`,
    );
  }
  return days;
}

/** What the operator called the API key. */
export function keyDescription(config: ApiConfigInput): string {
  return keySettings(config)?.Description ?? "";
}
