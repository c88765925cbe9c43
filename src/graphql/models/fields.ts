/** Fields of models and of other object types as client libraries are told them. */

import type { Field, Model, ModelType, ObjectType } from "#graphql/sdl/model";
import { association, type Form } from "./associations.ts";
import type { FieldMeta } from "./shape.ts";
import { byName, type KindOf, valueMeta } from "./values.ts";

export function objectFields(object: ObjectType, kindOf: KindOf): Readonly<Record<string, FieldMeta>> {
  return byName(object.fields.map((field) => plainField(field, kindOf)));
}

export function modelFields(
  type: ModelType,
  model: Model,
  kindOf: KindOf,
  form: Form,
): Readonly<Record<string, FieldMeta>> {
  const { createdAt, updatedAt } = type.timestamps;
  // `id` leads wherever it was written, as the official generator has it.
  const fields = [...type.fields].sort((a, b) => Number(b.name === "id") - Number(a.name === "id"));
  return byName(
    fields.map((field): FieldMeta => {
      const plain = plainField(field, kindOf);
      // A client that creates a record offline has no timestamps yet, although the API always answers them.
      if (!field.declared && [createdAt, updatedAt].includes(field.name)) {
        return { ...plain, isRequired: false, isReadOnly: true };
      }
      if (field.name === type.key.partition) return { ...plain, isRequired: true };
      const relation = type.relations.find((each) => each.field === field.name);
      if (relation === undefined) return plain;
      return {
        ...plain,
        type: { model: relation.target },
        association: association(relation, field, type, model, form),
      };
    }),
  );
}

function plainField(field: Field, kindOf: KindOf): FieldMeta {
  return { ...valueMeta(field.name, field.type, kindOf), attributes: [] };
}
