/** Models, enums and other object types of an API in the shape client libraries read. */

import pluralize from "pluralize";
import type { Model, ModelType } from "#graphql/sdl/model";
import type { Form } from "./associations.ts";
import { attributes } from "./attributes.ts";
import { modelFields, objectFields } from "./fields.ts";
import type { ModelMeta, PrimaryKeyInfo, TypesMeta } from "./shape.ts";
import { byName, type KindOf } from "./values.ts";

export function typesMeta(model: Model, kindOf: KindOf, form: Form): TypesMeta {
  return {
    models: byName(model.models.map((type) => modelMeta(type, model, kindOf, form))),
    enums: byName(model.enums.map(({ name, values }) => ({ name, values }))),
    nonModels: byName(model.objects.map((object) => ({ name: object.name, fields: objectFields(object, kindOf) }))),
  };
}

function modelMeta(type: ModelType, model: Model, kindOf: KindOf, form: Form): ModelMeta {
  return {
    name: type.name,
    fields: modelFields(type, model, kindOf, form),
    syncable: true,
    pluralName: pluralize(type.name),
    attributes: attributes(type, model),
    ...(form === "introspection" ? { primaryKeyInfo: primaryKeyInfo(type) } : {}),
  };
}

function primaryKeyInfo({ key }: ModelType): PrimaryKeyInfo {
  return {
    // `id: ID! @primaryKey` alone is the usual key, only written out.
    isCustomPrimaryKey: key.partition !== "id" || key.sort.length > 0,
    primaryKeyFieldName: key.partition,
    sortKeyFieldNames: key.sort,
  };
}
