/** A random schema before it is text: types with fields, each with the directives that stand on it. */

export interface FieldPart {
  readonly name: string;
  /** The name inside lists and exclamation marks. */
  readonly base: string;
  /** As written: `[Int!]!`. */
  readonly type: string;
  readonly directives: string[];
}

export interface TypePart {
  readonly name: string;
  readonly directives: string[];
  readonly fields: FieldPart[];
}

export interface SchemaParts {
  readonly models: readonly TypePart[];
  readonly objects: readonly TypePart[];
  readonly enums: readonly string[];
  /** Further definitions, whole: root types, the AMPLIFY input. */
  readonly more: string[];
}

export function printParts({ models, objects, enums, more }: SchemaParts): string {
  return [
    ...models.map(printType),
    ...objects.map(printType),
    ...enums.map((name) => `enum ${name} { ONE two Three }`),
    ...more,
  ].join("\n\n");
}

function printType({ name, directives, fields }: TypePart): string {
  const lines = fields.map((field) => `  ${[`${field.name}: ${field.type}`, ...field.directives].join(" ")}`);
  return `type ${[name, ...directives].join(" ")} {\n${lines.join("\n")}\n}`;
}

export function addField(type: TypePart, name: string, written: string, directives: readonly string[] = []): FieldPart {
  const field = { name, type: written, base: written.replaceAll(/[[\]!]/g, ""), directives: [...directives] };
  type.fields.push(field);
  return field;
}
