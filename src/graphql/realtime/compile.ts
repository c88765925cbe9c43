/** A start message's request + its caller -> a subscription: which mutations it follows, which records, what it answers. */

import type { GraphQLObjectType, OperationDefinitionNode } from "graphql";
import type { ApiCaller } from "#graphql/access/caller";
import { holds } from "#graphql/access/judge";
import { compileArguments } from "#graphql/query/arguments";
import { collectFields, type Selected, type Spread } from "#graphql/query/collect";
import type { Engine, GraphqlRequest } from "#graphql/query/engine";
import { DocumentFault, MalformedFault } from "#graphql/query/errors";
import { isRecord, type JsonRecord } from "#graphql/query/jsonRecord";
import type { Api } from "#graphql/query/api";
import { badMessage, RealtimeFault } from "./fault.ts";
import { compileFilter } from "./filter.ts";
import { type Listening, listening, type Place } from "./listen.ts";
import type { Projection } from "./project.ts";
import { type SubscriptionField, subscriptionFields } from "./subscriptionFields.ts";

export interface Subscription {
  readonly mutations: readonly string[];
  /** Where the events' records it is told of are found; undefined when they may be anywhere. */
  readonly places: readonly Place[] | undefined;
  matches(data: unknown): boolean;
  readonly projection: Projection;
  /** Equal for subscriptions whose payloads are equal where no rule looks into the record. */
  readonly sharing: string;
}

/** What is compiled for one version of an API. */
export interface Version {
  readonly api: Api;
  readonly engine: Pick<Engine, "prepare">;
}

/** Throws a RealtimeFault for what is no subscription, or for a caller no rule lets subscribe. */
export function compileSubscription(version: Version, request: GraphqlRequest, caller: ApiCaller): Subscription {
  try {
    return compile(version, request, caller);
  } catch (error) {
    if (error instanceof MalformedFault) throw badMessage(error.message);
    if (!(error instanceof DocumentFault)) throw error;
    throw new RealtimeFault(
      ...error.entries.map(({ errorType, message }) => ({ errorType: errorType ?? "BadRequestException", message })),
    );
  }
}

function compile({ api, engine }: Version, request: GraphqlRequest, caller: ApiCaller): Subscription {
  const { query, node, variables, flags } = engine.prepare(request);
  if (node.operation !== "subscription") throw badMessage("Only subscriptions are served over this connection.");
  const spread: Spread = { fragments: query.fragments, flags };
  const selected = rootOf(node, spread);
  const root = api.schema.getType("Subscription") as GraphQLObjectType;
  const definition = root.getFields()[selected.name];
  const field = fieldsOf(api).get(selected.name);
  if (definition === undefined || field === undefined) throw badMessage(`Subscription.${selected.name} is not served.`);
  const args = compileArguments(definition, selected.node)(variables);
  const listens = listening(api, field, args, caller);
  const filter = compileFilter(field.table === undefined ? undefined : args["filter"]);
  const read = reader(listens, caller);
  const [equal] = filter.equals;
  const flagged = [...flags.values()].map((flag) => (flag === true ? 1 : 0)).join("");
  return {
    mutations: field.mutations,
    places: equal === undefined ? listens.places : [{ field: equal[0], values: [equal[1]] }],
    matches(data) {
      const record = isRecord(data) ? data : {};
      return listens.test(record) && filter.test(read(record));
    },
    projection: { api, type: definition.type, selected, spread },
    sharing: `${numberOf(node)} ${flagged} ${api.shapes.of(caller)}`,
  };
}

function rootOf(node: OperationDefinitionNode, spread: Spread): Selected {
  const [selected, ...others] = collectFields([node.selectionSet], "Subscription", spread);
  if (selected === undefined || others.length > 0 || selected.name.startsWith("__"))
    throw badMessage("A subscription must select exactly one field of Subscription.");
  return selected;
}

/** A filter must not tell what the caller may not read. */
function reader({ veils }: Listening, caller: ApiCaller): (record: JsonRecord) => (name: string) => unknown {
  return (record) => (name) => {
    const right = veils.get(name);
    if (right === undefined) return record[name];
    const isShown = typeof right !== "string" && right.some((test) => holds(test, record, caller));
    return isShown ? record[name] : null;
  };
}

const knownFields = new WeakMap<Api, ReadonlyMap<string, SubscriptionField>>();

function fieldsOf(api: Api): ReadonlyMap<string, SubscriptionField> {
  const fields = knownFields.get(api) ?? subscriptionFields(api);
  knownFields.set(api, fields);
  return fields;
}

const numbers = new WeakMap<OperationDefinitionNode, number>();
let numbered = 0;

/** The same for each use of one cached document. */
function numberOf(node: OperationDefinitionNode): number {
  const number = numbers.get(node) ?? (numbered += 1);
  numbers.set(node, number);
  return number;
}
