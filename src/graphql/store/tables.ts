/** The plane's tables in the house database. Leaf types. */

export interface ApisTable {
  readonly api_id: string;
  readonly resource_id: string;
  readonly app_id: string;
  readonly environment: string;
  readonly resource_name: string;
  readonly api_name: string;
  /** `creating`, `ready`, `changing`: a schema change began; the API's own database tells how it ended. */
  readonly state: string;
  /** JSON of the resource configuration. */
  readonly config: string;
  readonly created_at: number;
  readonly updated_at: number;
}

export interface ApiKeysTable {
  readonly key_id: string;
  readonly api_id: string;
  readonly sealed: string;
  readonly description: string;
  readonly expires_at: number;
  readonly created_at: number;
}

export interface ModelsTable {
  readonly api_id: string;
  /** SHA-256 of the schema text the models were made of. */
  readonly sdl_digest: string;
  readonly schema_js: string;
  readonly introspection: string;
  readonly generated_at: number;
}

export interface GraphqlTables {
  graphql_apis: ApisTable;
  graphql_api_keys: ApiKeysTable;
  graphql_models: ModelsTable;
}
