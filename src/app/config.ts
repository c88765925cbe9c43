/** The only reader of the environment: settings in, one frozen record out. */

import { resolve } from "node:path";
import { settings } from "./settings.ts";

type Settings = typeof settings;

export type Config = { readonly [K in keyof Settings]: ReturnType<Settings[K]["read"]> };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads and checks all settings.
 * @param overrides texts that win over the environment, by setting name (from the command line)
 * @throws Error listing every setting that is wrong, one a line
 */
export function readConfig(
  environment: Environment = process.env,
  overrides: Partial<Record<keyof Settings, string>> = {},
): Config {
  const problems: string[] = [];
  const read: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(settings)) {
    try {
      read[name] = setting.read(overrides[name as keyof Settings] ?? environment[setting.variable]);
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
  }
  const config = read as Config;
  if (problems.length === 0) problems.push(...contradictions(config));
  if (problems.length > 0)
    throw new Error(`Settings need a change:\n${problems.map((line) => `  ${line}`).join("\n")}`);
  return Object.freeze({ ...config, data: resolve(config.data) });
}

function contradictions(config: Config): string[] {
  const problems: string[] = [];
  if (!config.rootAccessKeyId !== !config.rootSecretAccessKey)
    problems.push("OHMSTEAD_ROOT_ACCESS_KEY_ID and OHMSTEAD_ROOT_SECRET_ACCESS_KEY must be set together");
  if (!config.tlsCertificate !== !config.tlsKey)
    problems.push("OHMSTEAD_TLS_CERT and OHMSTEAD_TLS_KEY must be set together");
  if (!config.blobsAccessKeyId !== !config.blobsSecretAccessKey)
    problems.push("OHMSTEAD_BLOBS_ACCESS_KEY_ID and OHMSTEAD_BLOBS_SECRET_ACCESS_KEY must be set together");
  if (config.publicUrl && !URL.canParse(config.publicUrl))
    problems.push(`OHMSTEAD_PUBLIC_URL must be a URL such as https://api.example.org, not "${config.publicUrl}"`);
  return problems;
}
