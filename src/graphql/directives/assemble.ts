/** Draft -> Model, once every directive has spoken and nothing is wrong. */

import type { Draft, FieldDraft, TypeDraft } from "#graphql/sdl/draft";
import type { CustomField, Field, Model, ModelType, ObjectType } from "#graphql/sdl/model";

export function assemble(draft: Draft, warnings: readonly string[]): Model {
  const types = [...draft.types.values()];
  const root = (name: string): readonly CustomField[] => {
    const fields = draft.roots.find((type) => type.name === name)?.fields;
    return fields === undefined ? [] : [...fields.values()].map(customField);
  };
  return {
    dialect: draft.dialect,
    models: types.flatMap((type) => modelType(type)),
    objects: types.filter((type) => type.model === undefined).map((type) => objectType(type)),
    enums: [...draft.enums.values()],
    inputs: [...draft.inputs.values()],
    queries: root("Query"),
    mutations: root("Mutation"),
    subscriptions: root("Subscription"),
    warnings,
  };
}

function modelType(type: TypeDraft): readonly ModelType[] {
  const { model } = type;
  if (model?.key === undefined) return [];
  const object = objectType(type);
  return [
    {
      ...object,
      plural: model.plural,
      fields: [...object.fields, ...model.added],
      key: model.key,
      indexes: model.indexes,
      relations: model.relations,
      operations: model.operations,
      subscriptions: model.subscriptions,
      timestamps: model.timestamps,
      access: model.access ?? [],
    },
  ];
}

function objectType(type: TypeDraft): ObjectType {
  return {
    name: type.name,
    ...(type.description === undefined ? {} : { description: type.description }),
    position: type.position,
    directives: type.directives,
    fields: [...type.fields.values()].map(assembleField),
  };
}

function assembleField(field: FieldDraft): Field {
  return {
    name: field.name,
    type: field.type,
    ...(field.description === undefined ? {} : { description: field.description }),
    position: field.position,
    declared: true,
    directives: field.directives,
    ...(field.defaultValue === undefined ? {} : { defaultValue: field.defaultValue }),
    ...(field.arguments.length === 0 ? {} : { arguments: field.arguments }),
    ...resolved(field),
  };
}

function customField(field: FieldDraft): CustomField {
  const modes = field.directives.filter((each) => each.name.startsWith("aws_") && each.name !== "aws_subscribe");
  return {
    name: field.name,
    ...(field.description === undefined ? {} : { description: field.description }),
    position: field.position,
    type: field.type,
    arguments: field.arguments,
    ...(field.subscribesTo === undefined ? {} : { subscribesTo: field.subscribesTo }),
    ...resolved(field),
    ...(modes.length === 0 ? {} : { modes }),
  };
}

function resolved(field: FieldDraft): Pick<Field, "access" | "resolver"> {
  return {
    ...(field.access === undefined ? {} : { access: field.access }),
    ...(field.resolver === undefined ? {} : { resolver: field.resolver }),
  };
}
