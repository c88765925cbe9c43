/** Inputs and enums every API with a model has once. */

import { block, type Definitions } from "./definitions.ts";

const order = ["eq", "ne", "le", "lt", "ge", "gt"];
const attribute = ["attributeExists: Boolean", "attributeType: ModelAttributeTypes"];

function operators(names: readonly string[], type: string): string[] {
  return names.map((name) => `${name}: ${type}`);
}

/** Model<S>Input and ModelSubscription<S>Input of the five filterable scalars, and what they refer to. */
export function addShared(definitions: Definitions, dialect: 1 | 2): void {
  if (dialect === 2) {
    addSubscriptionShared(definitions);
    shareSortDirection(definitions);
  }
  for (const type of ["String", "ID"]) {
    const text = operators([...order, "contains", "notContains"], type);
    const more = [`between: [${type}]`, `beginsWith: ${type}`];
    share(definitions, `Model${type}Input`, [...text, ...more, ...attribute, "size: ModelSizeInput"]);
  }
  for (const type of ["Int", "Float"]) {
    const numbers = [...operators(order, type), `between: [${type}]`];
    share(definitions, `Model${type}Input`, [...numbers, ...attribute]);
  }
  share(definitions, "ModelBooleanInput", [...operators(["eq", "ne"], "Boolean"), ...attribute]);
  share(definitions, "ModelSizeInput", [...operators(order, "Int"), "between: [Int]"]);
  const types = ["binary", "binarySet", "bool", "list", "map", "number", "numberSet", "string", "stringSet", "_null"];
  definitions.share("ModelAttributeTypes", block("enum ModelAttributeTypes", types));
}

/** In dialect 1 only where there are pages. */
export function shareSortDirection(definitions: Definitions): void {
  definitions.share("ModelSortDirection", block("enum ModelSortDirection", ["ASC", "DESC"]));
}

function addSubscriptionShared(definitions: Definitions): void {
  for (const type of ["String", "ID", "Int", "Float"]) {
    const isText = type === "String" || type === "ID";
    const text = isText ? [...operators(["contains", "notContains"], type), `beginsWith: ${type}`] : [];
    const lists = ["between", "in", "notIn"].map((name) => `${name}: [${type}]`);
    share(definitions, `ModelSubscription${type}Input`, [...operators(order, type), ...text, ...lists]);
  }
  share(definitions, "ModelSubscriptionBooleanInput", operators(["eq", "ne"], "Boolean"));
}

function share(definitions: Definitions, name: string, fields: readonly string[]): void {
  definitions.share(name, block(`input ${name}`, fields));
}

/** Model<S>KeyConditionInput for a sort key of that scalar; added only where a key needs it. */
export function shareKeyCondition(definitions: Definitions, scalar: string): string {
  const name = `Model${scalar}KeyConditionInput`;
  const begins = scalar === "String" || scalar === "ID" ? [`beginsWith: ${scalar}`] : [];
  const fields = [...operators(["eq", "le", "lt", "ge", "gt"], scalar), `between: [${scalar}]`, ...begins];
  share(definitions, name, fields);
  return name;
}
