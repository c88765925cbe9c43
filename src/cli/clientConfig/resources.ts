/** What a client application needs to know of an environment, read from its amplify-meta.json. */

type Json = Readonly<Record<string, unknown>>;

export interface ApiResource {
  readonly name: string;
  readonly endpoint: string;
  readonly region: string;
  /** API_KEY, AWS_IAM, AMAZON_COGNITO_USER_POOLS, OPENID_CONNECT or AWS_LAMBDA. */
  readonly defaultMode: string;
  readonly additionalModes: readonly string[];
  readonly apiKey: string | undefined;
}

export interface AuthResource {
  readonly region: string;
  readonly userPoolId: string;
  readonly webClientId: string;
  readonly nativeClientId: string;
  readonly identityPoolId: string | undefined;
  readonly usernameAttributes: readonly string[];
  readonly signupAttributes: readonly string[];
  readonly verificationMechanisms: readonly string[];
  readonly socialProviders: readonly string[];
  /** OFF, OPTIONAL or ON. */
  readonly mfaConfiguration: string;
  readonly mfaTypes: readonly string[];
  readonly passwordMinimumLength: number | undefined;
  /** REQUIRES_LOWERCASE, REQUIRES_UPPERCASE, REQUIRES_NUMBERS, REQUIRES_SYMBOLS. */
  readonly passwordCharacters: readonly string[];
  readonly oauth: OAuthResource | undefined;
}

export interface OAuthResource {
  readonly domain: string;
  readonly scopes: readonly string[];
  readonly signInUris: readonly string[];
  readonly signOutUris: readonly string[];
  readonly responseType: string;
}

export interface StorageResource {
  readonly bucket: string;
  readonly region: string;
}

export interface Resources {
  readonly region: string;
  readonly api: ApiResource | undefined;
  readonly auth: AuthResource | undefined;
  readonly storage: StorageResource | undefined;
}

/**
 * Takes the first GraphQL API, user pool and bucket; Amplify environments have one of each.
 * @param meta the parsed AmplifyMetaConfig of GetBackend
 * @param region used where the file names none
 */
export function readResources(meta: Json, region: string): Resources {
  const home = text(at(meta, "providers", "awscloudformation")["Region"]) ?? region;
  return {
    region: home,
    api: readApi(at(meta, "api"), home),
    auth: readAuth(at(meta, "auth"), home),
    storage: readStorage(at(meta, "storage"), home),
  };
}

function readApi(category: Json, region: string): ApiResource | undefined {
  const [name, resource] = Object.entries(category).find(([, value]) => text(at(value)["service"]) === "AppSync") ?? [];
  const output = at(resource, "output");
  const endpoint = text(output["GraphQLAPIEndpointOutput"]);
  if (name === undefined || endpoint === undefined) return undefined;
  const authConfig = at(output, "authConfig");
  const additional = authConfig["additionalAuthenticationProviders"];
  return {
    name,
    endpoint,
    region,
    defaultMode: text(at(authConfig, "defaultAuthentication")["authenticationType"]) ?? "API_KEY",
    additionalModes: (Array.isArray(additional) ? additional : []).flatMap(
      (provider) => text(at(provider)["authenticationType"]) ?? [],
    ),
    apiKey: text(output["GraphQLAPIKeyOutput"]),
  };
}

function readAuth(category: Json, region: string): AuthResource | undefined {
  const resource = Object.values(category).find((value) => text(at(value)["service"]) === "Cognito");
  const output = at(resource, "output");
  const userPoolId = text(output["UserPoolId"]);
  if (userPoolId === undefined) return undefined;
  const front = at(resource, "frontendAuthConfig");
  const password = at(front, "passwordProtectionSettings");
  const native = text(output["AppClientID"]) ?? "";
  return {
    region,
    userPoolId,
    nativeClientId: native,
    webClientId: text(output["AppClientIDWeb"]) ?? native,
    identityPoolId: text(output["IdentityPoolId"]),
    usernameAttributes: texts(front["usernameAttributes"]),
    signupAttributes: texts(front["signupAttributes"]),
    verificationMechanisms: texts(front["verificationMechanisms"]),
    socialProviders: texts(front["socialProviders"]),
    mfaConfiguration: text(front["mfaConfiguration"]) ?? "OFF",
    mfaTypes: texts(front["mfaTypes"]),
    passwordMinimumLength: Number(password["passwordPolicyMinLength"]) || undefined,
    passwordCharacters: texts(password["passwordPolicyCharacters"]),
    oauth: readOAuth(output),
  };
}

/** OAuthMetadata is JSON text inside the JSON. */
function readOAuth(output: Json): OAuthResource | undefined {
  const domain = text(output["HostedUIDomain"]);
  const metadata = text(output["OAuthMetadata"]);
  if (domain === undefined || metadata === undefined) return undefined;
  const oauth = at(JSON.parse(metadata) as unknown);
  return {
    domain,
    scopes: texts(oauth["AllowedOAuthScopes"]),
    signInUris: texts(oauth["CallbackURLs"]),
    signOutUris: texts(oauth["LogoutURLs"]),
    responseType: texts(oauth["AllowedOAuthFlows"]).includes("implicit") ? "token" : "code",
  };
}

function readStorage(category: Json, region: string): StorageResource | undefined {
  const resource = Object.values(category).find((value) => text(at(value)["service"]) === "S3");
  const output = at(resource, "output");
  const bucket = text(output["BucketName"]);
  return bucket === undefined ? undefined : { bucket, region: text(output["Region"]) ?? region };
}

function at(value: unknown, ...path: readonly string[]): Json {
  let found = value;
  for (const key of path) found = isObject(found) ? found[key] : undefined;
  return isObject(found) ? found : {};
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
