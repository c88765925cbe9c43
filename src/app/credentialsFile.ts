/** Writes `<data>/credentials`: an AWS shared-credentials file with the root key, so that any AWS client finds it by profile. */

import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

export interface RootProfile {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  /** Clients that read it need no endpoint option. */
  readonly endpointUrl: string;
}

/** Replaces the file in one step, mode 0600; answers its path. */
export async function writeCredentialsFile(folder: string, profile: RootProfile): Promise<string> {
  const path = join(folder, "credentials");
  const draft = `${path}.new`;
  const lines = [
    "[ohmstead]",
    `aws_access_key_id = ${profile.accessKeyId}`,
    `aws_secret_access_key = ${profile.secretAccessKey}`,
    `region = ${profile.region}`,
    `endpoint_url = ${profile.endpointUrl}`,
  ];
  await writeFile(draft, `${lines.join("\n")}\n`, { mode: 0o600 });
  await rename(draft, path);
  return path;
}
