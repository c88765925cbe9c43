/** Reads from a client's declaration files what its schema data leaves out: member types (for enumerations) and errors of operations. */

import type { ClientPackage } from "./readPackage.ts";

/** Type texts by structure and member: `CreateBackendAuthMFAConfig` -> `MFAMode` -> `MFAMode`. */
export type MemberTypes = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Parses the interfaces of `dist-types/models/models_*.d.ts`. */
export function readMemberTypes(client: ClientPackage): MemberTypes {
  const files = client.list("dist-types/models").filter((name) => /^models_\d+\.d\.ts$/.test(name));
  const text = files.map((name) => client.read(`dist-types/models/${name}`)).join("\n");
  const structures = new Map<string, Map<string, string>>();
  for (const block of text.matchAll(/^export interface (\w+)[^{]*\{\n([\s\S]*?)^\}/gm)) {
    const members = new Map<string, string>();
    for (const line of (block[2] ?? "").matchAll(/^ {4}(\w+)\??: (.+);$/gm)) {
      members.set(line[1] ?? "", (line[2] ?? "").replace(/ \| undefined$/, ""));
    }
    // Clients put an underscore before names that JavaScript itself has, such as Object.
    structures.set((block[1] ?? "").replace(/^_/, ""), members);
  }
  return structures;
}

/** Names of the errors an operation's command is documented to throw, in the order given there. */
export function readErrors(client: ClientPackage, operation: string): readonly string[] {
  const text = client.read(`dist-types/commands/${operation}Command.d.ts`);
  const names = [...text.matchAll(/@throws \{@link (\w+)\} \((?:client|server) fault\)/g)].map(
    (found) => found[1] ?? "",
  );
  return names;
}
