/** `ohmstead buckets list`: the buckets and the backends that stand on them. */

import type { Command as Parser } from "commander";
import type { Terminal } from "#cli/command";
import type { ServerOptions } from "#cli/environment";
import { serverOf, withServerOptions } from "#cli/serverOptions";
import { table } from "#cli/table";
import { allBuckets, type BucketView } from "./bucketView.ts";

export function registerList(group: Parser, terminal: Terminal): void {
  const command = group.command("list").description("show all buckets").option("--json", "one JSON object a line");
  withServerOptions(command).action(async (options: ServerOptions & { readonly json?: true }) => {
    const found = await allBuckets(serverOf(options), {});
    for (const line of options.json ? found.map((one) => JSON.stringify(one)) : bucketLines(found)) terminal.out(line);
  });
}

function bucketLines(found: readonly BucketView[]): string[] {
  return table(
    ["BUCKET", "MADE", "BACKENDS"],
    found.map(({ name, createdAt, backends }) => [
      name,
      new Date(createdAt).toISOString(),
      backends
        .map(({ appId, environment, imported }) => `${appId}/${environment}${imported ? " (imported)" : ""}`)
        .join(", "),
    ]),
  );
}
