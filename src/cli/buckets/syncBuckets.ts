/** `ohmstead buckets sync`: copies what is missing or different from one place to another; run again, it goes on where it stopped. */

import type { Command as Parser } from "commander";
import type { Terminal } from "#cli/command";
import type { ServerOptions } from "#cli/environment";
import { environmentOf, withServerOptions } from "#cli/serverOptions";
import { UserError } from "#cli/userError";
import { differences, type Listed, type Step } from "./difference.ts";
import { type OtherEngine, type Place, placeOf } from "./place.ts";
import { createProgress, type Progress } from "./progress.ts";
import { transfer } from "./transfer.ts";

interface SyncOptions extends ServerOptions, OtherEngine {
  readonly delete?: true;
  readonly dryRun?: true;
}

const AT_ONCE = 4;

const help = `
A place is bucket/folder for a bucket of this server, or s3://bucket/folder for AWS S3, and with
--endpoint for any other engine. Keys for s3:// come from the usual AWS chain or --profile.

What is there already in the same size and with the same contents is not copied again, so a sync
that broke off is simply run once more. Content type, headers and metadata come along, tags do not.

  ohmstead buckets sync s3://old-files files-dev-1a2b3c --profile work
  ohmstead buckets sync files-dev-1a2b3c/public s3://backup/public --endpoint https://s3.example.org
`;

export function registerSync(group: Parser, terminal: Terminal): void {
  const command = group
    .command("sync <from> <to>")
    .description("copy what is missing or different, from or to AWS S3 or any S3 engine")
    .option("--endpoint <address>", "address of the engine behind s3:// (default: AWS)")
    .option("--region <name>", "region of the bucket behind s3://")
    .option("--profile <name>", "AWS profile whose keys are used for s3://")
    .option("--delete", "delete what is in the destination but not in the source")
    .option("--dry-run", "only say what would be done")
    .addHelpText("after", help);
  withServerOptions(command).action(async (from: string, to: string, options: SyncOptions) => {
    const environment = environmentOf(options);
    const [source, target] = [await placeOf(from, environment, options), await placeOf(to, environment, options)];
    const progress = createProgress(terminal);
    try {
      await synchronize(source, target, options, progress);
    } finally {
      progress.end();
      source.client.destroy();
      target.client.destroy();
    }
    const { copied, deleted, same, failures } = progress.totals();
    const done = options.dryRun ? "would be " : "";
    terminal.out(`${copied} ${done}copied, ${same} there already, ${deleted} ${done}deleted.`);
    if (failures.length > 0)
      throw new UserError(`${failures.length} failed; run it again to try those:\n${failures.join("\n")}`);
  });
}

async function synchronize(from: Place, to: Place, options: SyncOptions, progress: Progress): Promise<void> {
  const steps = differences(listing(from), listing(to));
  const work = async (): Promise<void> => {
    for (let step = await steps.next(); step.done !== true; step = await steps.next()) {
      await take(step.value, from, to, options, progress);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function take(step: Step, from: Place, to: Place, options: SyncOptions, progress: Progress): Promise<void> {
  const { key, size } = step.object;
  try {
    if (step.kind === "copy") {
      progress.begin(key, size);
      if (!options.dryRun) await transfer(from, to, key, (bytes) => progress.bytes(bytes));
      progress.copied();
    } else if (step.kind === "same") {
      progress.same();
    } else if (options.delete) {
      if (!options.dryRun) await to.client.deleteObject({ Bucket: to.bucket, Key: to.prefix + key });
      progress.deleted();
    }
  } catch (error) {
    progress.failed(key, error instanceof Error ? error.message : String(error));
  }
}

/** @throws UserError when the bucket cannot be listed */
async function* listing({ client, bucket: Bucket, prefix: Prefix, text }: Place): AsyncGenerator<Listed> {
  let ContinuationToken: string | undefined;
  do {
    const page = await client.listObjectsV2({ Bucket, Prefix, ContinuationToken }).catch((error: unknown) => {
      throw new UserError(
        `${text} cannot be listed: ${error instanceof Error ? `${error.name}: ${error.message}` : "no answer"}`,
      );
    });
    for (const { Key = "", Size = 0, ETag = "", LastModified } of page.Contents ?? []) {
      const modifiedAt = LastModified?.getTime() ?? 0;
      yield { key: Key.slice(Prefix.length), size: Size, etag: ETag.replaceAll('"', ""), modifiedAt };
    }
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
}
