/** Draft -> Model, once every directive has spoken and nothing is wrong. */

import type { Draft, FieldDraft, InterfaceDraft, TypeDraft } from "#graphql/sdl/draft";
import { flag } from "#graphql/sdl/flags";
import type { SchemaSettings } from "#graphql/sdl/settings";
import type { CustomField, Field, InterfaceType, Model, ModelType, ObjectType } from "#graphql/sdl/model";

export function assemble(draft: Draft, settings: SchemaSettings, warnings: readonly string[]): Model {
  const types = [...draft.types.values()];
  const root = (name: string): readonly CustomField[] => {
    const fields = draft.roots.find((type) => type.name === name)?.fields;
    return fields === undefined ? [] : [...fields.values()].map(customField);
  };
  const modes = draft.roots
    .filter((type) => type.directives.length > 0)
    .map((type) => [type.name, type.directives] as const);
  return {
    dialect: draft.dialect,
    ...(flag(settings, "respectPrimaryKeyAttributesOnConnectionField") ? {} : { linksById: true }),
    models: types.flatMap((type) => modelType(type, settings)),
    objects: types.filter((type) => type.model === undefined).map((type) => objectType(type)),
    ...unlessEmpty("interfaces", [...draft.interfaces.values()].map(interfaceType)),
    ...unlessEmpty("unions", [...draft.unions.values()]),
    enums: [...draft.enums.values()],
    inputs: [...draft.inputs.values()],
    ...(modes.length === 0 ? {} : { rootModes: Object.fromEntries(modes) }),
    queries: root("Query"),
    mutations: root("Mutation"),
    subscriptions: root("Subscription"),
    defaultProvider: settings.defaultProvider,
    otherProviders: settings.otherProviders,
    ...(draft.globalPublic || flag(settings, "sandboxModeEnabled") ? { sandbox: true } : {}),
    ...(flag(settings, "subscriptionsInheritPrimaryAuth") ? { sharesRelations: true } : {}),
    ...(flag(settings, "populateOwnerFieldForStaticGroupAuth") ? {} : { leavesOwnersEmpty: true }),
    warnings,
  };
}

function modelType(type: TypeDraft, { conflicts }: SchemaSettings): readonly ModelType[] {
  const { model } = type;
  const conflict = conflicts.get(type.name);
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
      ...(model.versioned ? { versioned: true } : {}),
      ...(conflict === undefined
        ? {}
        : { conflict: { strategy: conflict.strategy, ...(conflict.handler && { handler: conflict.handler }) } }),
      ...(model.counter === undefined ? {} : { counter: model.counter }),
      ...(model.formerName === undefined ? {} : { formerName: model.formerName }),
    },
  ];
}

function objectType(type: TypeDraft): ObjectType {
  return {
    name: type.name,
    ...(type.description === undefined ? {} : { description: type.description }),
    position: type.position,
    directives: type.directives,
    ...unlessEmpty("interfaces", type.interfaces),
    fields: [...type.fields.values()].map(assembleField),
  };
}

function interfaceType(type: InterfaceDraft): InterfaceType {
  return {
    name: type.name,
    ...(type.description === undefined ? {} : { description: type.description }),
    position: type.position,
    interfaces: type.interfaces,
    fields: [...type.fields.values()].map(assembleField),
  };
}

function unlessEmpty<Name extends string, Value>(
  name: Name,
  list: readonly Value[],
): { readonly [Key in Name]?: readonly Value[] } {
  return list.length === 0 ? {} : ({ [name]: list } as { readonly [Key in Name]: readonly Value[] });
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
    ...(field.promoted === undefined ? {} : { promoted: true }),
    ...(field.validations === undefined ? {} : { validations: field.validations }),
    ...(field.arguments.length === 0 ? {} : { arguments: field.arguments }),
    ...resolved(field),
  };
}

function customField(field: FieldDraft): CustomField {
  const deprecated = field.directives.find((each) => each.name === "deprecated");
  const reason = deprecated?.arguments["reason"];
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
    ...(deprecated === undefined ? {} : { deprecated: typeof reason === "string" ? reason : true }),
  };
}

function resolved(field: FieldDraft): Pick<Field, "access" | "resolver"> {
  return {
    ...(field.access === undefined ? {} : { access: field.access }),
    ...(field.resolver === undefined ? {} : { resolver: field.resolver }),
  };
}
