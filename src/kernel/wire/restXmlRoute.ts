/** Finds the operation of an S3-like request, where path and method are shared and query and headers tell operations apart. */

import type { ServiceSchema } from "#generated/schema";
import type { WireRequest } from "./http.ts";
import { structureOf } from "./structureOf.ts";

/** What the path names: nothing (the account), a container, or something inside. */
export type Level = "service" | "bucket" | "object";

export interface RestXmlTarget {
  readonly method: string;
  readonly level: Level;
  readonly query: ReadonlyMap<string, readonly string[]>;
  readonly headers: WireRequest["headers"];
}

interface Route {
  readonly operation: string;
  readonly method: string;
  readonly level: Level;
  /** Parameters that must be there, with their value where one is prescribed. */
  readonly query: readonly (readonly [name: string, value: string | undefined])[];
  readonly headers: readonly string[];
}

/**
 * A function that gives the operation, served or not, or undefined when there is none. Of several the one that asks
 * for most is meant; where that leaves a tie, the name that clients put into `x-id` decides.
 * @param accountWide names of the operations on "/" that mean the account, not a bucket
 */
export function createRestXmlRouter(
  schema: ServiceSchema,
  accountWide: ReadonlySet<string>,
): (target: RestXmlTarget) => string | undefined {
  const routes = new Map<string, Route[]>();
  for (const route of routesOf(schema, accountWide).sort((a, b) => weight(b) - weight(a))) {
    const place = `${route.method} ${route.level}`;
    routes.set(place, [...(routes.get(place) ?? []), route]);
  }
  return (target) => {
    const matching = routes.get(`${target.method} ${target.level}`)?.filter((route) => matches(route, target)) ?? [];
    const [first] = matching;
    if (!first || matching.length === 1) return first?.operation;
    const named = target.query.get("x-id")?.[0];
    const best = matching.find((route) => weight(route) === weight(first) && route.operation === named);
    return (best ?? first).operation;
  };
}

function routesOf(schema: ServiceSchema, accountWide: ReadonlySet<string>): Route[] {
  const kept = Object.entries(schema.operations).map(([operation, { method, uri, input }]): Route => {
    const required = Object.values(structureOf(schema, input).members).filter((member) => member.required);
    const query = required.filter(({ location }) => location === "query").map(({ wire }) => [wire, undefined] as const);
    const headers = required.filter(({ location }) => location === "header").map(({ wire }) => wire.toLowerCase());
    const route = routeOf(operation, method, uri, accountWide);
    return { ...route, query: [...route.query, ...query], headers };
  });
  const others = Object.entries(schema.others ?? {})
    .filter(([, [, uri]]) => /^\/(\{Key\+\})?(\?|$)/.test(uri))
    .map(([operation, [method, uri]]) => routeOf(operation, method, uri, accountWide));
  return [...kept, ...others];
}

function routeOf(operation: string, method: string, uri: string, accountWide: ReadonlySet<string>): Route {
  const [path = "", query = ""] = uri.split("?");
  const parameters = query.split("&").filter((pair) => pair !== "" && !pair.startsWith("x-id="));
  const level = path === "/{Key+}" ? "object" : accountWide.has(operation) ? "service" : "bucket";
  return {
    operation,
    method,
    level,
    query: parameters.map((pair) => {
      const mark = pair.indexOf("=");
      return mark < 0 ? [pair, undefined] : [pair.slice(0, mark), pair.slice(mark + 1)];
    }),
    headers: [],
  };
}

function weight({ query, headers }: Route): number {
  return query.length + headers.length;
}

function matches(route: Route, { query, headers }: RestXmlTarget): boolean {
  return (
    route.query.every(([name, value]) => {
      const given = query.get(name)?.[0];
      return given !== undefined && (value === undefined || value === given);
    }) && route.headers.every((name) => headers[name] !== undefined)
  );
}
