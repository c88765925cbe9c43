/** Models, enums and other object types of an API in the shape client libraries read. */

import pluralize from "pluralize";
import type { Model } from "#graphql/sdl/model";
import type { Client, ClientField, ClientModel } from "./client.ts";
import { readField } from "./clientModels.ts";
import type { FieldMeta, ModelMeta, PrimaryKeyInfo, TypesMeta } from "./shape.ts";
import { byName, type KindOf } from "./values.ts";

export function typesMeta(model: Model, client: Client, kindOf: KindOf): TypesMeta {
  return {
    models: byName([...client.models.values()].map((type) => modelMeta(type, client, kindOf))),
    enums: byName(model.enums.map(({ name, values }) => ({ name, values }))),
    nonModels: byName(
      model.objects.map((object) => ({
        name: object.name,
        fields: byName(object.fields.map(readField).flatMap((field) => fieldMeta(field, kindOf))),
      })),
    ),
  };
}

function modelMeta(type: ClientModel, { form }: Client, kindOf: KindOf): ModelMeta {
  return {
    name: type.name,
    fields: byName(type.fields.flatMap((field) => fieldMeta(field, kindOf))),
    syncable: true,
    pluralName: pluralize(type.name),
    attributes: type.directives.map((each) => ({ type: each.name, properties: each.arguments })),
    ...(form === "introspection" ? { primaryKeyInfo: primaryKeyInfo(type) } : {}),
  };
}

/** Fields of abstract types cannot be told. */
function fieldMeta(field: ClientField, kindOf: KindOf): readonly FieldMeta[] {
  const type = kindOf(field.type);
  if (type === undefined) return [];
  return [
    {
      name: field.name,
      isArray: field.isList,
      type,
      isRequired: !field.isNullable,
      attributes: [],
      ...(field.isListNullable === undefined ? {} : { isArrayNullable: field.isListNullable }),
      ...(field.isReadOnly === undefined ? {} : { isReadOnly: field.isReadOnly }),
      ...(field.association === undefined ? {} : { association: field.association }),
    },
  ];
}

function primaryKeyInfo({ key }: ClientModel): PrimaryKeyInfo {
  const { partition, sort } = key ?? { partition: "id", sort: [] };
  return {
    // `id: ID! @primaryKey` alone is the usual key, only written out.
    isCustomPrimaryKey: partition !== "id" || sort.length > 0,
    primaryKeyFieldName: partition,
    sortKeyFieldNames: sort,
  };
}
