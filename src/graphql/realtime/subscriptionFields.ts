/** What each field of Subscription follows: the mutations of a model, or those @aws_subscribe names. */

import type { Api } from "#graphql/query/api";
import type { Table } from "#graphql/query/table";
import type { CustomField } from "#graphql/sdl/model";

export interface SubscriptionField {
  readonly name: string;
  readonly mutations: readonly string[];
  /** Of a model's own subscription. */
  readonly table?: Table;
  /** Of one the user wrote. */
  readonly custom?: CustomField;
}

/** By name. */
export function subscriptionFields(api: Api): ReadonlyMap<string, SubscriptionField> {
  const fields = new Map<string, SubscriptionField>();
  for (const table of api.tables.values()) {
    const { subscriptions, operations } = table.model;
    for (const [names, mutation] of [
      [subscriptions.onCreate, operations.create],
      [subscriptions.onUpdate, operations.update],
      [subscriptions.onDelete, operations.delete],
    ] as const) {
      for (const name of names) {
        const before = fields.get(name)?.mutations ?? [];
        fields.set(name, { name, table, mutations: mutation === undefined ? before : [...before, mutation] });
      }
    }
  }
  for (const custom of api.names.model.subscriptions) {
    fields.set(custom.name, { name: custom.name, custom, mutations: custom.subscribesTo ?? [] });
  }
  return fields;
}
