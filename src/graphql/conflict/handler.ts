/** Asks the function that settles conflicts (LAMBDA). */

import { FieldFault } from "#graphql/query/errors";
import type { Functions } from "#ports/functions";
import type { AskHandler, Conflict, Resolution } from "./strategy.ts";

/** AppSync's own limit. */
const timeoutMs = 10_000;

/**
 * The asker of one function; without a name every conflict fails, which a configuration that was checked cannot lead to.
 * What it answers throws a FieldFault ConflictError when the function fails or says what AppSync would not take.
 */
export function openHandler(functions: Functions, name: string | undefined, region: string): AskHandler {
  return async (conflict, about) => {
    if (name === undefined) throw failed("no function is configured for this API");
    const { key, change, seen, current } = conflict;
    const event = {
      newItem: { ...key, ...change, ...(seen === undefined ? {} : { _version: seen }) },
      existingItem: current,
      arguments: about.arguments,
      resolver: { tableName: about.tableName, awsRegion: region, parentType: "Mutation", field: about.fieldName },
      identity: about.identity,
    };
    try {
      return read(await functions.invoke(name, event, { timeoutMs }), conflict);
    } catch (error) {
      if (error instanceof FieldFault) throw error;
      throw failed(error instanceof Error ? error.message : String(error));
    }
  };
}

function read(answer: unknown, { operation, key }: Conflict): Resolution {
  const { action, item } = (answer ?? {}) as { readonly action?: unknown; readonly item?: unknown };
  if (action === "REJECT") return { kind: "reject" };
  if (action === "REMOVE" && operation === "delete") return { kind: "remove" };
  if (action !== "RESOLVE" || typeof item !== "object" || item === null || Array.isArray(item)) {
    throw failed(`action ${JSON.stringify(action)} is not one for ${operation}, or its item is no object`);
  }
  const own = new Set([...Object.keys(key), "_version", "_deleted", "_lastChangedAt", "__typename"]);
  return { kind: "write", values: Object.fromEntries(Object.entries(item).filter(([name]) => !own.has(name))) };
}

function failed(why: string): FieldFault {
  return new FieldFault("ConflictError", `The conflict handler failed: ${why}`);
}
