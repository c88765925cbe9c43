/** The control plane's tables as Kysely sees them. Times are milliseconds since the epoch; booleans are 0 and 1. */

export interface AppsTable {
  app_id: string;
  name: string;
  /** Tells an app from a later one of the same id. */
  incarnation: string;
  /** Sealed JSON: what the Amplify service keeps with an app (description, repository, variables …). */
  settings: string;
  /** The job that registered the app and has not finished yet; null afterwards. */
  job_id: string | null;
  created_at: number;
  updated_at: number;
}

export interface EnvironmentsTable {
  app_id: string;
  name: string;
  /** Tells an environment from a later one of the same name. */
  incarnation: string;
  state: string;
  resource_name: string;
  stack_name: string;
  deployment_artifacts: string;
  /** The job that makes the environment, while it is CREATING. */
  job_id: string | null;
  created_at: number;
  updated_at: number;
}

export interface ResourcesTable {
  resource_id: string;
  app_id: string;
  environment: string;
  category: string;
  resource_name: string;
  state: string;
  imported: number;
  /** JSON: the ids an imported resource was attached by; empty for others. */
  import_source: string;
  /** Sealed JSON of the meta entry's `output`: it may hold API keys. */
  outputs: string;
  /** JSON of the meta entry's other members. */
  meta: string;
  job_id: string | null;
  created_at: number;
  updated_at: number;
}

export interface BackendConfigsTable {
  app_id: string;
  backend_manager_app_id: string;
  /** JSON of LoginAuthConfig by SDK member names. */
  login_auth_config: string;
  created_at: number;
  updated_at: number;
}

export interface ChallengesTable {
  session_id: string;
  app_id: string;
  /** The code under the house key, for GetToken. */
  code_sealed: string;
  /** SHA-256 of the code in hex, for the one statement that redeems it. */
  code_hash: string;
  expires_at: number;
  created_at: number;
  created_by: string;
}

export interface AccessKeysTable {
  access_key_id: string;
  secret_sealed: string;
  status: string;
  root: number;
  description: string;
  created_at: number;
  updated_at: number;
}

export interface ControlTables {
  control_apps: AppsTable;
  control_environments: EnvironmentsTable;
  control_resources: ResourcesTable;
  control_backend_configs: BackendConfigsTable;
  control_challenges: ChallengesTable;
  control_access_keys: AccessKeysTable;
}
