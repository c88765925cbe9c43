/** `ohmstead config`: prints the client configuration of an environment for the stock Amplify libraries. */

import { Option } from "commander";
import { formats } from "./clientConfig/list.ts";
import { readResources } from "./clientConfig/resources.ts";
import type { CommandModule } from "./command.ts";
import type { ServerOptions } from "./environment.ts";
import { Refused, type Server } from "./server.ts";
import { environmentOf, serverOf, withServerOptions } from "./serverOptions.ts";
import { UserError } from "./userError.ts";

interface ConfigOptions extends ServerOptions {
  readonly format: string;
}

export const config: CommandModule = {
  register(parser, terminal) {
    const command = parser
      .command("config <appId> <environment>")
      .description("print the client configuration of an environment")
      .addOption(formatOption());
    withServerOptions(command).action(async (appId: string, environment: string, options: ConfigOptions) => {
      const format = formats.find(({ name }) => name === options.format);
      if (format === undefined) throw new UserError(`There is no format "${options.format}".`);
      const { url, region } = environmentOf(options);
      const server = serverOf(options);
      const resources = readResources(await metaOf(server, appId, environment), region);
      if (!resources.api && !resources.auth && !resources.storage)
        terminal.err(`Environment ${environment} has no resources yet; the configuration is empty.`);
      const modelIntrospection = resources.api && (await modelsOf(server, appId, environment, resources.api.name));
      terminal.out(format.print({ resources, serverUrl: url, modelIntrospection }));
      if (terminal.interactive) terminal.err(`\nSave it as ${format.file} in your project.`);
    });
  },
};

function formatOption(): Option {
  return new Option("--format <form>", "form of the file")
    .choices(formats.map(({ name }) => name))
    .default(formats[0]?.name);
}

/** The environment's amplify-meta.json, as GetBackend answers it. */
async function metaOf(server: Server, appId: string, environment: string): Promise<Record<string, unknown>> {
  const backend = await server.call<{ amplifyMetaConfig?: string }>({
    service: "amplifybackend",
    method: "POST",
    path: `/backend/${encodeURIComponent(appId)}/details`,
    body: { backendEnvironmentName: environment },
  });
  return JSON.parse(backend.amplifyMetaConfig || "{}") as Record<string, unknown>;
}

/** The introspection of generated models, when there are any. */
async function modelsOf(server: Server, appId: string, environment: string, api: string): Promise<string | undefined> {
  try {
    const models = await server.call<{ modelIntrospectionSchema?: string }>({
      service: "amplifybackend",
      method: "POST",
      path: `/backend/${encodeURIComponent(appId)}/api/${encodeURIComponent(environment)}/getModels`,
      body: { resourceName: api },
    });
    return models.modelIntrospectionSchema || undefined;
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return undefined;
    throw error;
  }
}
