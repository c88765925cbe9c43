/** Which files under tests/ call an operation: by an SDK command, by boto3's method or by the AWS CLI's subcommand. */

import { filesUnder, read } from "./checkout.ts";

/** @param python name of the service in boto3 and the AWS CLI */
export type CallFinder = (operation: string, python: string) => readonly string[];

/** Reads all tests once. */
export function callFinder(): CallFinder {
  const sources = filesUnder("tests", /\.(ts|py)$/).map((path) => ({ path, text: read(path) }));
  const commands = new Map<string, Set<string>>();
  for (const { path, text } of sources)
    for (const [, name = ""] of text.matchAll(/\bnew (\w+)Command\(/g))
      commands.set(name, (commands.get(name) ?? new Set()).add(path));
  return (operation, python) => {
    const found = new Set(commands.get(operation));
    for (const { path, text } of sources) if (spoken(path, text, operation, python)) found.add(path);
    return [...found].sort();
  };
}

function spoken(path: string, text: string, operation: string, python: string): boolean {
  if (path.endsWith(".py")) return text.includes(`client("${python}"`) && text.includes(`call("${snake(operation)}"`);
  return text.includes(`"${python}", "${snake(operation).replaceAll("_", "-")}"`);
}

/** CreateBackendAPIModels is create_backend_api_models in Python. */
function snake(name: string): string {
  return name
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase();
}
