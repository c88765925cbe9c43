/** Names of generated types. The official tools spell those of a list and those of a key differently. */

import type { Model, ModelType } from "#graphql/sdl/model";
import { upperFirst } from "#graphql/sdl/names";

/** The types of a query that answers with pages. */
export interface PageTypes {
  readonly connection: string;
  readonly filter: string;
}

/** Of list and sync queries. */
export function listPage(model: ModelType, dialect: Model["dialect"]): PageTypes {
  return pageTypes(dialect === 2 ? upperFirst(model.name) : model.name);
}

/** Of index queries and relations: the model's name as it is written. */
export function keyPage(model: ModelType): PageTypes {
  return pageTypes(model.name);
}

function pageTypes(name: string): PageTypes {
  return { connection: `Model${name}Connection`, filter: `Model${name}FilterInput` };
}

export function conditionName(model: ModelType, dialect: Model["dialect"]): string {
  return `Model${dialect === 2 ? upperFirst(model.name) : model.name}ConditionInput`;
}

export function subscriptionFilterName(model: ModelType): string {
  return `ModelSubscription${upperFirst(model.name)}FilterInput`;
}

/** Subscriptions of the mutations the model offers. */
export function subscriptionFields({ subscriptions, operations }: ModelType): readonly string[] {
  return [
    ...(operations.create === undefined ? [] : subscriptions.onCreate),
    ...(operations.update === undefined ? [] : subscriptions.onUpdate),
    ...(operations.delete === undefined ? [] : subscriptions.onDelete),
  ];
}

/** What sums of searches are answered with; the same for all models. */
export const aggregateTypes = [
  "SearchableAggregateResult",
  "SearchableAggregateScalarResult",
  "SearchableAggregateBucketResult",
  "SearchableAggregateBucketResultItem",
];
