/** @aws_subscribe: the mutations a subscription of the user's own follows. */

import type { Directive } from "./directive.ts";

export const awsSubscribeDirective: Directive = {
  name: "aws_subscribe",
  definition: "directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION",

  onField(use, field, type, context) {
    if (type.name !== "Subscription") {
      context.problem(use.position, `@aws_subscribe goes on fields of Subscription, not of ${type.name}.`);
      return;
    }
    field.subscribesTo = (use.arguments["mutations"] ?? []) as readonly string[];
  },
};
