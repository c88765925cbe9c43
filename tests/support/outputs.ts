/** Outputs of an environment's resource, from the meta file that GetBackend answers. */

import { type AmplifyBackendClient, GetBackendCommand } from "@aws-sdk/client-amplifybackend";

type Outputs = Readonly<Record<string, string>>;
type Meta = Readonly<Record<string, Readonly<Record<string, { readonly output: Outputs }>>>>;

/** Outputs of the environment's one resource of a category, or undefined when it has none. */
export async function outputsOf(
  client: AmplifyBackendClient,
  category: "api" | "auth" | "storage",
  AppId: string,
  BackendEnvironmentName = "dev",
): Promise<Outputs | undefined> {
  const { AmplifyMetaConfig } = await client.send(new GetBackendCommand({ AppId, BackendEnvironmentName }));
  const meta = JSON.parse(AmplifyMetaConfig || "{}") as Meta;
  return Object.values(meta[category] ?? {})[0]?.output;
}

/** Id, endpoint path and key of the environment's API, or undefined when it has none. */
export async function apiOf(
  client: AmplifyBackendClient,
  appId: string,
  environment?: string,
): Promise<{ readonly id: string; readonly path: string; readonly key: string } | undefined> {
  const output = await outputsOf(client, "api", appId, environment);
  if (!output) return undefined;
  return {
    id: output["GraphQLAPIIdOutput"] ?? "",
    path: new URL(output["GraphQLAPIEndpointOutput"] ?? "").pathname,
    key: output["GraphQLAPIKeyOutput"] ?? "",
  };
}
