/** The Model: what an annotated SDL means, after every directive has spoken. Leaf types; engines read only this. */

/** A type as it is written: a name, or a list of a type. */
export type TypeRef = NamedRef | ListRef;

export interface NamedRef {
  readonly name: string;
  readonly required: boolean;
}

export interface ListRef {
  readonly list: TypeRef;
  readonly required: boolean;
}

/** Where something stands in the SDL, counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A directive as written, kept for code generators. */
export interface AppliedDirective {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

export interface Field {
  readonly name: string;
  readonly type: TypeRef;
  readonly description?: string;
  readonly position: Position;
  /** False for fields a directive added (id, createdAt, updatedAt). */
  readonly declared: boolean;
  readonly directives: readonly AppliedDirective[];
  /** @default: the literal text, parsed to the field's type when a record is created without a value. */
  readonly defaultValue?: string;
}

/** The primary key. Scalars or enums, all required. */
export interface Key {
  readonly partition: string;
  readonly sort: readonly string[];
  /** True when the key was chosen by @primaryKey rather than being the usual `id`. */
  readonly custom: boolean;
}

/** A secondary key a query can walk. */
export interface Index {
  readonly name: string;
  readonly partition: string;
  readonly sort: readonly string[];
  readonly queryField?: string;
}

/** A field that leads to records of another model. */
export interface Relation {
  readonly field: string;
  readonly kind: "hasOne" | "hasMany" | "belongsTo" | "manyToMany";
  readonly target: string;
  readonly limit?: number;
  /** Pairs of [field here, field there] that must be equal. */
  readonly on: readonly (readonly [string, string])[];
}

export type Provider = "apiKey";
export type ModelOperation = "create" | "update" | "delete" | "get" | "list" | "listen" | "sync" | "search";

/** One @auth rule in normal form. Kinds and providers join as access/ learns them. */
export interface AccessRule {
  readonly allow: "public";
  readonly provider: Provider;
  readonly operations: readonly ModelOperation[];
}

/** Names of the root fields; an absent one is not offered. */
export interface OperationNames {
  readonly get?: string;
  readonly list?: string;
  readonly create?: string;
  readonly update?: string;
  readonly delete?: string;
}

export interface SubscriptionNames {
  readonly level: "off" | "public" | "on";
  readonly onCreate: readonly string[];
  readonly onUpdate: readonly string[];
  readonly onDelete: readonly string[];
}

export interface Timestamps {
  readonly createdAt?: string;
  readonly updatedAt?: string;
}

/** A type with @model: it has a table, operations and access rules. */
export interface ModelType {
  readonly name: string;
  readonly description?: string;
  readonly position: Position;
  /** First letter upper case: Todos. */
  readonly plural: string;
  readonly directives: readonly AppliedDirective[];
  readonly fields: readonly Field[];
  readonly key: Key;
  readonly indexes: readonly Index[];
  readonly relations: readonly Relation[];
  readonly operations: OperationNames;
  readonly subscriptions: SubscriptionNames;
  readonly timestamps: Timestamps;
  /** Empty: every call is denied. */
  readonly access: readonly AccessRule[];
}

/** A type without @model: a document inside a record, or what a custom field returns. */
export interface ObjectType {
  readonly name: string;
  readonly description?: string;
  readonly position: Position;
  readonly directives: readonly AppliedDirective[];
  readonly fields: readonly Field[];
}

export interface EnumType {
  readonly name: string;
  readonly description?: string;
  readonly position: Position;
  readonly values: readonly string[];
}

/** An input type the user wrote, kept for custom fields' arguments. */
export interface InputType {
  readonly name: string;
  readonly description?: string;
  readonly position: Position;
  readonly fields: readonly CustomArgument[];
}

export interface CustomArgument {
  readonly name: string;
  readonly type: TypeRef;
  readonly description?: string;
  /** GraphQL literal text. */
  readonly defaultValue?: string;
}

/** A field the user wrote on Query, Mutation or Subscription. */
export interface CustomField {
  readonly name: string;
  readonly description?: string;
  readonly position: Position;
  readonly type: TypeRef;
  readonly arguments: readonly CustomArgument[];
  /** @aws_subscribe(mutations: ...). */
  readonly subscribesTo?: readonly string[];
}

export interface Model {
  readonly dialect: 1 | 2;
  readonly models: readonly ModelType[];
  readonly objects: readonly ObjectType[];
  readonly enums: readonly EnumType[];
  readonly inputs: readonly InputType[];
  readonly queries: readonly CustomField[];
  readonly mutations: readonly CustomField[];
  readonly subscriptions: readonly CustomField[];
  /** What the operator should know although the schema is accepted; lines of the job's progress. */
  readonly warnings: readonly string[];
}

/** The innermost name of a type. */
export function namedType(type: TypeRef): string {
  return "list" in type ? namedType(type.list) : type.name;
}

export function isList(type: TypeRef): type is ListRef {
  return "list" in type;
}

/** The type in GraphQL notation: `[String!]!`. */
export function printType(type: TypeRef): string {
  return ("list" in type ? `[${printType(type.list)}]` : type.name) + (type.required ? "!" : "");
}

/** The same type, required or not at its outermost level. */
export function withRequired(type: TypeRef, required: boolean): TypeRef {
  return { ...type, required };
}
