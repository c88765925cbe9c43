/** The configuration of an API: what is accepted today, what an update changes, how it is stored. */

import type {
  BackendAPIAuthTypeTypeDef,
  BackendAPIResourceConfigOutputTypeDef,
  BackendAPIResourceConfigTypeDef,
} from "#generated/types/amplifyBackend";
import { strategies } from "./conflict/list.ts";
import { missingSchema, modeNotAvailable, Refusal } from "./faults.ts";
import { modes } from "./modes/list.ts";

export type ApiConfigInput = BackendAPIResourceConfigTypeDef;
export type StoredApiConfig = BackendAPIResourceConfigOutputTypeDef & {
  readonly ApiName: string;
  readonly TransformSchema: string;
};

const shortestDays = 1;
const longestDays = 365;
const standardDays = 7;

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
    throw new Refusal(`ConflictResolution.ResolutionStrategy ${strategy} is not supported yet; use NONE.`);
  }
  checkMode(config.DefaultAuthType, "DefaultAuthType");
  for (const type of config.AdditionalAuthTypes ?? []) {
    checkMode(type, "AdditionalAuthTypes");
    if ((type.Mode ?? "API_KEY") === "API_KEY") {
      throw new Refusal("AdditionalAuthTypes: API_KEY is already the DefaultAuthType; name each mode once.");
    }
  }
  expirationDays(config);
  return config;
}

function checkMode(type: BackendAPIAuthTypeTypeDef | undefined, where: string): void {
  const mode = type?.Mode;
  if (mode !== undefined && !modes.some((each) => each.name === mode)) throw modeNotAvailable(mode, where);
}

/** Days a new API key is good for. */
export function expirationDays(config: ApiConfigInput): number {
  const days = config.DefaultAuthType?.Settings?.ExpirationTime ?? standardDays;
  if (!(days >= shortestDays && days <= longestDays)) {
    throw new Refusal(
      `DefaultAuthType.Settings.ExpirationTime is ${days} days; an API key lives ${shortestDays} to ${longestDays} days.`,
    );
  }
  return days;
}

/** What the operator called the API key. */
export function keyDescription(config: ApiConfigInput): string {
  return config.DefaultAuthType?.Settings?.Description ?? "";
}
