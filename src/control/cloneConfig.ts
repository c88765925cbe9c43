/** What must differ in a clone's configuration: names that are unique in the installation, and ids of the source's own pool. */

import type {
  BackendAPIAuthTypeTypeDef,
  BackendAPIResourceConfigOutputTypeDef,
  CreateBackendAuthResourceConfigOutputTypeDef,
  GetBackendStorageResourceConfigTypeDef,
} from "#generated/types/amplifyBackend";
import type { Category } from "#ports/provisioner";

export interface CloneChange {
  readonly target: string;
  /** The source environment's own user pool, if it has one. */
  readonly sourceUserPoolId: string | undefined;
}

/** The configuration for the clone of a resource, in the form its Create operation takes. */
export function cloneConfig(category: Category, config: unknown, change: CloneChange): unknown {
  switch (category) {
    case "api":
      return cloneApi(config as BackendAPIResourceConfigOutputTypeDef, change);
    case "auth":
      return cloneAuth(config as CreateBackendAuthResourceConfigOutputTypeDef, change);
    default:
      return cloneStorage(config as GetBackendStorageResourceConfigTypeDef);
  }
}

/** An API that takes tokens of its environment's pool goes on to do so: the pool id is left out, which means just that. */
function cloneApi(config: BackendAPIResourceConfigOutputTypeDef, { sourceUserPoolId }: CloneChange): unknown {
  const adapt = (type: BackendAPIAuthTypeTypeDef): BackendAPIAuthTypeTypeDef => {
    if (!type.Settings || sourceUserPoolId === undefined || type.Settings.CognitoUserPoolId !== sourceUserPoolId)
      return type;
    const { CognitoUserPoolId: _own, ...Settings } = type.Settings;
    return { ...type, Settings };
  };
  return {
    ...config,
    ...(config.DefaultAuthType && { DefaultAuthType: adapt(config.DefaultAuthType) }),
    ...(config.AdditionalAuthTypes && { AdditionalAuthTypes: config.AdditionalAuthTypes.map(adapt) }),
  };
}

/** A hosted domain can be taken once only; the clone's has the environment's name behind it. */
function cloneAuth(config: CreateBackendAuthResourceConfigOutputTypeDef, { target }: CloneChange): unknown {
  const { OAuth, ...pool } = config.UserPoolConfigs;
  if (OAuth?.DomainPrefix === undefined) return config;
  const DomainPrefix = `${OAuth.DomainPrefix}-${target.toLowerCase()}`;
  return { ...config, UserPoolConfigs: { ...pool, OAuth: { ...OAuth, DomainPrefix } } };
}

/** An imported bucket is attached again, with the permissions this environment's people have. */
export function cloneImportedBucket(source: unknown, config: unknown): unknown {
  const { Permissions } = config as GetBackendStorageResourceConfigTypeDef;
  return { ...(source as object), ...(Permissions && { Permissions }) };
}

/** Without a BucketName the storage plane makes a name that is free. */
function cloneStorage({ ServiceName, Permissions }: GetBackendStorageResourceConfigTypeDef): unknown {
  return { ServiceName, ...(Permissions && { Permissions }) };
}
