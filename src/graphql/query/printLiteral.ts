/** A literal as AppSync prints it in error messages, bounded in length. */

import { Kind, type ValueNode } from "graphql";

const longest = 300;

export function printLiteral(node: ValueNode): string {
  const text = print(node);
  return text.length <= longest ? text : `${text.slice(0, longest)}...`;
}

function print(node: ValueNode): string {
  switch (node.kind) {
    case Kind.INT:
      return `IntValue{value=${node.value}}`;
    case Kind.FLOAT:
      return `FloatValue{value=${node.value}}`;
    case Kind.STRING:
      return `StringValue{value='${node.value}'}`;
    case Kind.BOOLEAN:
      return `BooleanValue{value=${node.value}}`;
    case Kind.ENUM:
      return `EnumValue{name='${node.value}'}`;
    case Kind.NULL:
      return "NullValue{}";
    case Kind.VARIABLE:
      return `VariableReference{name='${node.name.value}'}`;
    case Kind.LIST:
      return `ArrayValue{values=[${node.values.map(print).join(", ")}]}`;
    default: {
      const fields = node.fields.map((field) => `ObjectField{name='${field.name.value}', value=${print(field.value)}}`);
      return `ObjectValue{objectFields=[${fields.join(", ")}]}`;
    }
  }
}
