/** An event -> the payload of one subscriber: his selection of what the mutation selected, without what he may not read. */

import type { GraphQLObjectType, GraphQLOutputType } from "graphql";
import type { ApiCaller } from "#graphql/access/caller";
import { holds } from "#graphql/access/judge";
import type { Right } from "#graphql/access/rule";
import type { Api } from "#graphql/query/api";
import type { Selected, Spread } from "#graphql/query/collect";
import { complete, type CompleteField, type Completing } from "#graphql/query/complete";
import { type ErrorEntry, fieldEntry, unauthorized } from "#graphql/query/errors";
import { isRecord, type JsonRecord } from "#graphql/query/jsonRecord";
import { linkOnly } from "#graphql/query/linkOnly";
import { mayShow } from "#graphql/query/sourceGuard";

export interface Projection {
  readonly api: Api;
  readonly type: GraphQLOutputType;
  readonly selected: Selected;
  readonly spread: Spread;
}

export interface Projected {
  /** JSON text. */
  readonly payload: string;
  /** True when it serves every caller of the same shape: no record was asked who this one is. */
  readonly shared: boolean;
}

interface Subscriber {
  readonly api: Api;
  readonly caller: ApiCaller;
  /** Set when a rule looked into the record. */
  personal: boolean;
}

/** Fields the mutation did not select are null; one that may not be null is told as an error. */
export async function project(
  { api, type, selected, spread }: Projection,
  data: unknown,
  caller: ApiCaller,
): Promise<Projected> {
  const subscriber: Subscriber = { api, caller, personal: false };
  const errors: ErrorEntry[] = [];
  const on = { schema: api.schema, spread, errors };
  const all: Completing = { ...on, elsewhere: (...field) => guarded(subscriber, all, field) };
  const place = { parent: "Subscription", path: [selected.key], sets: selected.sets };
  const value = await complete(type, data, place, all);
  const payload = { data: { [selected.key]: value }, ...(errors.length === 0 ? {} : { errors }) };
  return { payload: JSON.stringify(payload), shared: !subscriber.personal };
}

/** Undefined for a field that is simply copied. */
async function guarded(
  subscriber: Subscriber,
  on: Completing,
  [parent, selected, source, path]: Parameters<CompleteField>,
): ReturnType<CompleteField> {
  const { api, caller } = subscriber;
  const given = source[selected.name];
  if (given === null || given === undefined) return undefined;
  const table = api.tables.get(parent);
  if (table === undefined && !api.names.model.objects.some((each) => each.name === parent)) return undefined;
  if (table !== undefined) subscriber.personal ||= depends(table.access.field(selected.name, caller).right);
  if (!mayShow(api, parent, selected.name, source, caller)) {
    on.errors.push(fieldEntry(unauthorized(selected.name, parent), path, selected.location));
    return { value: null };
  }
  const relation = table?.model.relations.find((each) => each.field === selected.name);
  const target = relation === undefined ? undefined : api.tables.get(relation.target);
  if (target === undefined || api.names.model.sharesRelations === true) return undefined;
  const right = target.access.read("related", caller);
  if (right === "allow") return undefined;
  subscriber.personal ||= depends(right);
  const type = (api.schema.getType(parent) as GraphQLObjectType).getFields()[selected.name]?.type;
  if (type === undefined) return undefined;
  const link = table && relation && linkOnly(table, relation, target, selected.sets, on.spread);
  const isTold = link?.links.every(({ field }) => mayShow(api, parent, field.name, source, caller)) === true;
  const left = readableOf(given, right, caller) ?? (isTold ? withoutState(given) : null);
  return { value: await complete(type, left, { parent, path, sets: selected.sets }, on) };
}

/** The key is the record's own; whether the other one is deleted is not. */
function withoutState(given: unknown): unknown {
  return isRecord(given) ? { ...given, _deleted: null } : null;
}

/** A related record, or the page of them, without those the caller may not read. */
function readableOf(given: unknown, right: Right, caller: ApiCaller): unknown {
  const may = (record: unknown): boolean =>
    typeof right === "string"
      ? right === "allow"
      : isRecord(record) && right.some((test) => holds(test, record, caller));
  if (!isRecord(given)) return null;
  const { items } = given as JsonRecord & { readonly items?: unknown };
  if (!Array.isArray(items)) return may(given) ? given : null;
  return { ...given, items: items.filter(may), nextToken: null };
}

function depends(right: Right): boolean {
  return typeof right !== "string";
}
