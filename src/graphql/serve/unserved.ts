/** What the Model can say and the engine cannot answer yet: refused when an API is made, never answered with null. */

import type { Model, Position } from "#graphql/sdl/model";
import { type Problem, SdlRefusal } from "#graphql/sdl/problem";

/** @throws an SdlRefusal that names every such place */
export function refuseUnserved(model: Model): void {
  const problems: Problem[] = [];
  const note = (position: Position, text: string): void =>
    void problems.push({ position, message: `${text} is not served yet.` });
  for (const type of model.models) {
    if (type.operations.search !== undefined) note(type.position, `@searchable on ${type.name}`);
    if (type.counter !== undefined) note(type.position, `@versioned on ${type.name}`);
    for (const field of type.fields) {
      if (field.validations !== undefined) note(field.position, `@validate on ${type.name}.${field.name}`);
    }
  }
  const fields = [
    ...[...model.models, ...model.objects].flatMap((type) => type.fields.map((field) => ({ owner: type.name, field }))),
    ...model.queries.map((field) => ({ owner: "Query", field })),
    ...model.mutations.map((field) => ({ owner: "Mutation", field })),
    ...model.subscriptions.map((field) => ({ owner: "Subscription", field })),
  ];
  for (const { owner, field } of fields) {
    for (const step of field.resolver ?? []) note(field.position, `@${step.kind} on ${owner}.${field.name}`);
  }
  if (problems.length > 0) throw new SdlRefusal(problems);
}
