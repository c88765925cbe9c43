/** Where objects are copied from and to: a bucket of this server, or of AWS or another engine. */

import type { S3, S3ClientConfig } from "@aws-sdk/client-s3";
import { findAccessKeys } from "#cli/credentials";
import type { CommandEnvironment } from "#cli/environment";
import { trustedAuthorities } from "#cli/exchange";
import { UserError } from "#cli/userError";

export interface Place {
  readonly client: S3;
  readonly bucket: string;
  /** Empty, or a folder that ends with a slash. */
  readonly prefix: string;
  /** As a person wrote it. */
  readonly text: string;
}

export interface OtherEngine {
  /** Address of the engine; absent: AWS. */
  readonly endpoint?: string;
  readonly region?: string;
  /** Profile of the AWS files whose keys are used there. */
  readonly profile?: string;
}

const form = /^(s3:\/\/)?([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/;

/**
 * Reads `bucket/folder` (this server) or `s3://bucket/folder` (elsewhere).
 * @throws UserError when it is neither
 */
export async function placeOf(text: string, environment: CommandEnvironment, other: OtherEngine): Promise<Place> {
  const [, scheme, bucket, path = ""] = form.exec(text) ?? [];
  if (bucket === undefined) {
    throw new UserError(
      `${text} is no place: write bucket/folder for this server, or s3://bucket/folder for AWS or --endpoint.`,
    );
  }
  const { S3 } = await import("@aws-sdk/client-s3");
  const client = new S3(scheme === undefined ? await here(environment) : elsewhere(other));
  return { client, bucket, prefix: path === "" || path.endsWith("/") ? path : `${path}/`, text };
}

async function here(environment: CommandEnvironment): Promise<S3ClientConfig> {
  const keys = await findAccessKeys(environment);
  // The keys this server's data folder holds are the surest to be known here; chosen ones stand alone.
  const key = keys.at(-1);
  if (!key) throw new UserError("No access key found.");
  // Taken only here: an import would make every command load node:https with all it brings.
  const { Agent } = process.getBuiltinModule("node:https");
  return {
    endpoint: environment.url,
    region: environment.region,
    forcePathStyle: true,
    credentials: key,
    ...(environment.url.startsWith("https:") && {
      requestHandler: { httpsAgent: new Agent({ ca: trustedAuthorities(environment.data) }) },
    }),
  };
}

function elsewhere({ endpoint, region, profile }: OtherEngine): S3ClientConfig {
  return {
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
  };
}
