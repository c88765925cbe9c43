/** @primaryKey and @index as client libraries are told them: `key` directives of the model. */

import pluralize from "pluralize";
import { lowerFirst, upperFirst } from "#graphql/sdl/names";
import { type ClientModel, directiveOn, written } from "./client.ts";

export function addKeys(model: ClientModel): void {
  const partition = model.fields.find((field) => directiveOn(field, "primaryKey") !== undefined);
  if (partition !== undefined) {
    const fields = [partition.name, ...written(directiveOn(partition, "primaryKey"), "sortKeyFields")];
    model.directives.push({ name: "key", arguments: { fields } });
  }
  for (const field of model.fields) {
    for (const index of field.directives.filter((each) => each.name === "index")) {
      const fields = [field.name, ...written(index, "sortKeyFields")];
      const { name, queryField } = index.arguments;
      const standard = `${lowerFirst(pluralize(model.name))}By${fields.map(upperFirst).join("And")}`;
      model.directives.push({
        name: "key",
        // The query's name is told only where the user chose it.
        arguments: { name: name ?? standard, ...(queryField === undefined ? {} : { queryField }), fields },
      });
    }
  }
}
