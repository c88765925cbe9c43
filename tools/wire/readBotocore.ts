/** Extracts constraints from a botocore installation, for the structures a client model reaches. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Constraints, Paginator, ShapeConstraint } from "./constraints.ts";
import type { ClientModel, ClientType } from "./model.ts";

interface BotocoreShape {
  readonly type: string;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly member?: { readonly shape: string };
  readonly key?: { readonly shape: string };
  readonly value?: { readonly shape: string };
}
type BotocoreShapes = Readonly<Record<string, BotocoreShape>>;

/** `folder` is the botocore package; `service` a folder under its `data/`. */
export function readBotocore(folder: string, service: string, model: ClientModel): Constraints {
  const data = join(folder, "data", service, model.version);
  const { shapes } = readJson(data, "service-2.json") as { readonly shapes: BotocoreShapes };
  const members: Record<string, Record<string, string>> = {};
  const kept: Record<string, ShapeConstraint> = {};
  for (const [structure, { members: clientMembers }] of Object.entries(model.structures)) {
    const botocoreMembers = shapes[structure]?.members ?? {};
    for (const { name, type } of clientMembers) {
      // A member the client knows and this botocore does not yet is newer: it keeps the constraints of its named type, if any.
      const shape = botocoreMembers[name]?.shape ?? newer(type, kept);
      if (shape === undefined || (kept[shape] === undefined && !keep(shape, shapes, kept))) continue;
      members[structure] = { ...members[structure], [name]: shape };
    }
  }
  const version = /__version__ = '([^']+)'/.exec(readFileSync(join(folder, "__init__.py"), "utf8"))?.[1];
  return {
    source: `botocore ${version ?? "of unknown version"}, ${service} ${model.version}`,
    members,
    shapes: Object.fromEntries(Object.entries(kept).sort(([a], [b]) => (a < b ? -1 : 1))),
    paginators: readPaginators(data, model),
  };
}

/** What stands in for a member's shape; of a number nothing is known but that it is one, so it is taken for an integer. */
function newer(type: ClientType, kept: Record<string, ShapeConstraint>): string | undefined {
  if (type.kind === "structure") return undefined;
  if (type.kind !== "number") return type.name;
  kept["newInteger"] = { type: "integer" };
  return "newInteger";
}

/** A file of the model; newer releases of botocore compress it. */
function readJson(folder: string, name: string): unknown {
  if (!existsSync(folder)) throw new Error(`no folder ${folder}; is --botocore the botocore package of Python?`);
  const file = readdirSync(folder).find((entry) => entry.startsWith(name));
  if (file === undefined) throw new Error(`no ${name} in ${folder}`);
  const bytes = readFileSync(join(folder, file));
  return JSON.parse((file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8"));
}

interface BotocorePaginator {
  readonly input_token: string;
  readonly output_token: string;
  readonly limit_key: string;
  readonly result_key: string;
}

function readPaginators(folder: string, model: ClientModel): Readonly<Record<string, Paginator>> {
  type File = { readonly pagination: Readonly<Record<string, BotocorePaginator>> };
  const { pagination } = readJson(folder, "paginators-1.json") as File;
  const found: Record<string, Paginator> = {};
  for (const [operation, raw] of Object.entries(pagination)) {
    if (model.operations[operation] === undefined) continue;
    found[operation] = {
      inputToken: raw.input_token,
      outputToken: raw.output_token,
      limit: raw.limit_key,
      result: raw.result_key,
    };
  }
  return found;
}

const numbers = ["integer", "long", "double", "float"] as const;

/** Adds a shape to `kept` when it, or what it holds short of a structure, says something; answers whether it did. */
function keep(name: string, shapes: BotocoreShapes, kept: Record<string, ShapeConstraint>): boolean {
  const shape = shapes[name];
  if (shape === undefined || shape.type === "structure") return false;
  const held: Record<string, string> = {};
  for (const part of ["member", "key", "value"] as const) {
    const inner = shape[part]?.shape;
    if (inner !== undefined && keep(inner, shapes, kept)) held[part] = inner;
  }
  const type = numbers.find((number) => number === shape.type);
  const constraint: ShapeConstraint = {
    ...(type === undefined ? {} : { type }),
    ...(shape.min === undefined ? {} : { min: shape.min }),
    ...(shape.max === undefined ? {} : { max: shape.max }),
    ...(shape.pattern === undefined ? {} : { pattern: shape.pattern }),
    ...held,
  };
  if (Object.keys(constraint).length === 0) return false;
  kept[name] = constraint;
  return true;
}
