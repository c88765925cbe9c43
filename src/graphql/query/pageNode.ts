/** The arguments of a page: its length, its nextToken, and what of them shapes the statement. */

import type { ReadArguments } from "./arguments.ts";
import type { Api } from "./api.ts";
import { pageShape, readLimit } from "./connection.ts";
import type { Node } from "./nodes.ts";
import type { Path } from "./path.ts";
import { checkPlace, readPlace } from "./place.ts";
import type { Arguments } from "./run.ts";
import { sortArgumentOf } from "./sortCondition.ts";

export interface PageNode {
  readonly api: Api;
  /** What tokens are bound to beside the arguments: the root field, or type and field. */
  readonly name: string;
  readonly read: ReadArguments;
  readonly parent: number | undefined;
  readonly limit: number | undefined;
  /** The path these arguments ask for. */
  readonly path: (args: Arguments) => Path;
}

export function pageNode({ api, name, read, parent, limit, path }: PageNode): Node {
  // A page signs many tokens with the same arguments.
  let bound: { readonly args: Arguments; readonly context: string } | undefined;
  const contextOf = (args: Arguments): string => {
    if (bound?.args !== args) bound = { args, context: tokenContext(api.id, name, args) };
    return bound.context;
  };
  return {
    read,
    parent,
    limit(args) {
      const records = readLimit(args, limit);
      // A filter may look at any number of records to find these; a root field's own is one walk along its path.
      return parent !== undefined && (args["filter"] ?? null) !== null ? Number.POSITIVE_INFINITY : records;
    },
    start(args) {
      const token = args["nextToken"];
      if (typeof token !== "string") return undefined;
      return checkPlace(api.tokens.decode(token, contextOf(args)), path(args));
    },
    sign(args, place, { startedAt }) {
      const payload = { at: readPlace(place, path(args)), ...(startedAt === undefined ? {} : { startedAt }) };
      return api.tokens.encode(payload, contextOf(args));
    },
    payload: (token, args) => api.tokens.decode(token, contextOf(args)),
    shape(args, start) {
      const walked = path(args);
      const shape = pageShape(args, start, sortArgumentOf(walked));
      return shape === undefined ? undefined : `${walked.partition === undefined ? "whole" : "part"} ${shape}`;
    },
  };
}

/** A token is good for the same field of the same API with the same arguments, whatever the limit. */
function tokenContext(apiId: string, name: string, args: Arguments): string {
  const { limit: _limit, nextToken: _nextToken, ...rest } = args;
  return JSON.stringify([apiId, name, rest]);
}
