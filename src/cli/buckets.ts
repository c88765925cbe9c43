/** `ohmstead buckets`: the buckets, what they hold, and the way of objects from and to other S3 engines. */

import { registerList } from "./buckets/listBuckets.ts";
import { registerSync } from "./buckets/syncBuckets.ts";
import { registerUsage } from "./buckets/usage.ts";
import type { CommandModule } from "./command.ts";

export const buckets: CommandModule = {
  register(parser, terminal) {
    const group = parser.command("buckets").description("list buckets, see what they hold, copy from and to other S3");
    registerList(group, terminal);
    registerUsage(group, terminal);
    registerSync(group, terminal);
  },
};
