/** Models while they are brought into the form client libraries read. Leaf types. */

import type { Association } from "./shape.ts";

/** The two forms models are written in. */
export type Form = "schemaJs" | "introspection";

export interface ClientDirective {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** The field it stands on, once another model has looked for it; part of the hash in schema.js. */
  fieldName?: string;
}

export interface ClientField {
  readonly name: string;
  /** The innermost type's name; of a @manyToMany field, the model between. */
  type: string;
  readonly isList: boolean;
  /** Of a list: whether its elements are. */
  isNullable: boolean;
  /** Lists only. */
  readonly isListNullable?: boolean;
  readonly isReadOnly?: true;
  directives: ClientDirective[];
  association?: Association;
}

export interface ClientModel {
  readonly name: string;
  directives: ClientDirective[];
  fields: ClientField[];
  /** Undefined where keys are not told. */
  key: { readonly partition: string; readonly sort: readonly string[] } | undefined;
}

export interface Client {
  readonly form: Form;
  readonly dialect: 1 | 2;
  /** Links hold whole keys, under names made of theirs. */
  readonly keyed: boolean;
  readonly models: Map<string, ClientModel>;
}

export function directiveOn(on: ClientField | ClientModel, name: string): ClientDirective | undefined {
  return on.directives.find((each) => each.name === name);
}

export function addField(model: ClientModel, field: ClientField): void {
  if (!model.fields.some((each) => each.name === field.name)) model.fields.push(field);
}

/** A field that holds part of another record's key. */
export function linkField(name: string, type: string, isNullable: boolean): ClientField {
  return { name, type, isList: false, isNullable, directives: [] };
}

/** Names that were written as a list or alone. */
export function written(directive: ClientDirective | undefined, argument: string): readonly string[] {
  const given = directive?.arguments[argument] as string | readonly string[] | null | undefined;
  return given === undefined || given === null ? [] : [given].flat();
}

/** All directives of a model's fields, each told where it stands. */
export function placed(model: ClientModel): readonly (ClientDirective & { fieldName: string })[] {
  return model.fields.flatMap((field) =>
    field.directives.map((directive) => Object.assign(directive, { fieldName: field.name })),
  );
}
