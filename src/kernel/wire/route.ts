/** Finds the operation of a method and raw path: a tree of path segments, built once from the URI templates. */

export interface Route {
  readonly operation: string;
  readonly method: string;
  /** Template such as `/backend/{AppId}/api`; the last label may be greedy: `{Key+}`. */
  readonly uri: string;
}

export interface RouteMatch {
  readonly operation: string;
  /** Raw label values in the order of the template. */
  readonly labels: readonly string[];
}

export interface Router {
  /** The match; or, when none, the methods that do answer at this path (none at all: an unknown path). */
  find(method: string, rawPath: string): RouteMatch | { readonly methods: readonly string[] };
}

interface Node {
  readonly literals: Map<string, Node>;
  label: Node | undefined;
  /** Operation by method. */
  readonly operations: Map<string, string>;
  /** Operation by method, where a greedy label swallows the rest. */
  readonly greedy: Map<string, string>;
}

/**
 * The path is matched as sent: no decoding, no folding of slashes or dots. Literals go before labels.
 * An empty segment matches a label (and is refused later, where its name is known), never a literal.
 */
export function createRouter(routes: readonly Route[]): Router {
  const root = emptyNode();
  for (const route of routes) insert(root, route);

  return {
    find(method, rawPath) {
      const segments = rawPath.split("/");
      if (segments[0] !== "") return { methods: [] };
      const labels: string[] = [];
      const methods = new Set<string>();
      const operation = walk(root, segments, 1, method, labels, methods);
      return operation === undefined ? { methods: [...methods] } : { operation, labels };
    },
  };
}

function insert(root: Node, route: Route): void {
  if (!route.uri.startsWith("/") || route.uri.includes("?")) {
    throw new Error(`The URI template ${route.uri} of ${route.operation} is of a form the router does not know.`);
  }
  let node = root;
  const segments = route.uri.split("/").slice(1);
  for (const segment of segments) {
    if (segment.endsWith("+}")) return claim(node.greedy, route);
    if (segment.startsWith("{")) {
      node.label ??= emptyNode();
      node = node.label;
    } else {
      const next = node.literals.get(segment) ?? emptyNode();
      node.literals.set(segment, next);
      node = next;
    }
  }
  claim(node.operations, route);
}

function claim(operations: Map<string, string>, route: Route): void {
  const holder = operations.get(route.method);
  if (holder !== undefined)
    throw new Error(`${holder} and ${route.operation} both answer ${route.method} ${route.uri}.`);
  operations.set(route.method, route.operation);
}

function walk(
  node: Node,
  segments: readonly string[],
  index: number,
  method: string,
  labels: string[],
  methods: Set<string>,
): string | undefined {
  const segment = segments[index];
  if (segment === undefined) return pick(node.operations, method, methods);
  const literal = node.literals.get(segment);
  const found = literal && walk(literal, segments, index + 1, method, labels, methods);
  if (found !== undefined) return found;
  if (node.label) {
    labels.push(segment);
    const inner = walk(node.label, segments, index + 1, method, labels, methods);
    if (inner !== undefined) return inner;
    labels.pop();
  }
  const swallowed = pick(node.greedy, method, methods);
  if (swallowed !== undefined) labels.push(segments.slice(index).join("/"));
  return swallowed;
}

function pick(operations: Map<string, string>, method: string, methods: Set<string>): string | undefined {
  for (const name of operations.keys()) methods.add(name);
  return operations.get(method);
}

function emptyNode(): Node {
  return { literals: new Map(), label: undefined, operations: new Map(), greedy: new Map() };
}
