/** Where the events of an API's mutation are told, and the publisher that tells them. */

import type { MutationEvent, Publisher } from "#graphql/query/event";
import type { Fanout } from "#ports/fanout";

export function topicOf(apiId: string, mutation: string): string {
  return `graphql/${apiId}/${mutation}`;
}

export function publisherOf(fanout: Fanout, apiId: string): Publisher {
  return {
    hears: (field) => fanout.hears(topicOf(apiId, field)),
    publish: (event) => fanout.publish(topicOf(apiId, event.field), JSON.stringify(event)),
  };
}

/** The event in a message, an object of its reader's own. */
export function readEvent(message: string): MutationEvent {
  return JSON.parse(message) as MutationEvent;
}
