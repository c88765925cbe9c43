/** `ohmstead users`: the users of a pool. */

import type { CommandModule } from "./command.ts";
import { registerExport } from "./users/exportUsers.ts";
import { registerImport } from "./users/importUsers.ts";
import { registerList } from "./users/listUsers.ts";

export const users: CommandModule = {
  register(parser, terminal) {
    const group = parser.command("users").description("list, import and export the users of a pool");
    registerList(group, terminal);
    registerImport(group, terminal);
    registerExport(group, terminal);
  },
};
