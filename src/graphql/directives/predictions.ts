/** @predictions: the field's value comes from a provider that reads, translates or speaks text and names what is in pictures. */

import type { Directive } from "./directive.ts";

export const predictionsDirective: Directive = {
  name: "predictions",
  definition: `
    directive @predictions(actions: [PredictionsActions!]!) on FIELD_DEFINITION
    enum PredictionsActions { identifyText identifyLabels convertTextToSpeech translateText }`,

  onField(use, field, type, context) {
    const what = `@predictions on ${type.name}.${field.name}`;
    const actions = (use.arguments["actions"] ?? []) as readonly string[];
    if (type.name !== "Query") context.problem(use.position, `${what}: it goes on fields of Query only.`);
    if (actions.length === 0) context.problem(use.position, `${what} needs at least one action.`);
    if (context.settings.predictions !== true) {
      const text = `${what} cannot be served: this server has no provider for predictions. Use @function with a function that asks one.`;
      context.problem(use.position, text);
    }
    field.resolver = [...(field.resolver ?? []), { kind: "predictions", actions }];
  },
};
