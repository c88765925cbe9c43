/** `ohmstead buckets usage`: how many objects and bytes buckets hold. */

import type { Command as Parser } from "commander";
import type { Terminal } from "#cli/command";
import type { ServerOptions } from "#cli/environment";
import { serverOf, withServerOptions } from "#cli/serverOptions";
import { table } from "#cli/table";
import { UserError } from "#cli/userError";
import { allBuckets } from "./bucketView.ts";
import { sizeText } from "./sizeText.ts";

export function registerUsage(group: Parser, terminal: Terminal): void {
  const command = group
    .command("usage [bucket]")
    .description("count objects and bytes of one bucket or of all")
    .option("--json", "one JSON object a line");
  withServerOptions(command).action(
    async (bucket: string | undefined, options: ServerOptions & { readonly json?: true }) => {
      const all = await allBuckets(serverOf(options), { usage: "1", ...(bucket !== undefined && { prefix: bucket }) });
      const found = bucket === undefined ? all : all.filter(({ name }) => name === bucket);
      if (bucket !== undefined && found.length === 0) throw new UserError(`There is no bucket ${bucket}.`);
      const rows = found.map(({ name, objects = 0, bytes = 0 }) => ({ name, objects, bytes }));
      const lines = options.json
        ? rows.map((row) => JSON.stringify(row))
        : table(
            ["BUCKET", "OBJECTS", "SIZE"],
            rows.map(({ name, objects, bytes }) => [name, String(objects), sizeText(bytes)]),
          );
      for (const line of lines) terminal.out(line);
    },
  );
}
