/** What the Model can say and the engine cannot answer yet: refused when an API is made, never answered with null. */

import {
  type CustomField,
  type Field,
  type Model,
  namedType,
  type ObjectType,
  type Position,
} from "#graphql/sdl/model";
import { type Problem, SdlRefusal } from "#graphql/sdl/problem";

/** @throws an SdlRefusal that names every such place */
export function refuseUnserved(model: Model): void {
  const problems: Problem[] = [];
  const note = (position: Position, text: string): void =>
    void problems.push({ position, message: `${text} is not served yet.` });
  for (const { owner, field } of resolvedFields(model)) {
    const kinds = (field.resolver ?? []).filter((step) => step.kind === "predictions" || owner === "Subscription");
    for (const step of kinds) note(field.position, `@${step.kind} on ${owner}.${field.name}`);
  }
  for (const object of storedObjects(model)) {
    for (const field of object.fields) {
      const [step] = field.resolver ?? [];
      if (step !== undefined)
        note(field.position, `@${step.kind} on ${object.name}.${field.name}, which is stored in records,`);
    }
  }
  if (problems.length > 0) throw new SdlRefusal(problems);
}

function resolvedFields(model: Model): readonly { readonly owner: string; readonly field: CustomField | Field }[] {
  return [
    ...[...model.models, ...model.objects].flatMap((type) => type.fields.map((field) => ({ owner: type.name, field }))),
    ...model.queries.map((field) => ({ owner: "Query", field })),
    ...model.mutations.map((field) => ({ owner: "Mutation", field })),
    ...model.subscriptions.map((field) => ({ owner: "Subscription", field })),
  ];
}

/** Types of documents inside records, at any depth: the engine gives them back as they are stored. */
function storedObjects(model: Model): ReadonlySet<ObjectType> {
  const objects = new Map(model.objects.map((object) => [object.name, object]));
  const found = new Set<ObjectType>();
  const visit = (fields: readonly Field[]): void => {
    for (const field of fields) {
      const object = field.resolver === undefined ? objects.get(namedType(field.type)) : undefined;
      if (object === undefined || found.has(object)) continue;
      found.add(object);
      visit(object.fields);
    }
  };
  for (const type of model.models) visit(type.fields);
  return found;
}
