/** The Model: what an annotated SDL means, after every directive has spoken. Leaf types; engines read only this. */

import type { ResolutionStrategyType } from "#generated/types/amplifyBackend";

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
  /** The model whose relation needs this field to hold its key; the user wrote none. */
  readonly linkOf?: string;
  /** Required although written without "!": @versioned sees to its value. */
  readonly promoted?: true;
  /** @mapsTo: a link field's name when its values were first stored. */
  readonly formerName?: string;
  /** @validate: what a value must be like to be written; checked where the input gives one. */
  readonly validations?: readonly Validation[];
  /** @default: the literal text, parsed to the field's type when a record is created without a value. */
  readonly defaultValue?: string;
  /** Arguments a field with a resolver of its own takes; those of relations are the engine's to add. */
  readonly arguments?: readonly CustomArgument[];
  /** @auth on the field: replaces the type's rules for it. */
  readonly access?: readonly AccessRule[];
  /** @function, @http: where the value comes from, step after step; such a field is not stored. */
  readonly resolver?: readonly ResolverStep[];
  /** In the record but not in the output type: dialect 1's foreign keys. */
  readonly hidden?: boolean;
}

export type ValidationType =
  | "gt"
  | "lt"
  | "gte"
  | "lte"
  | "minLength"
  | "maxLength"
  | "startsWith"
  | "endsWith"
  | "matches";

export interface Validation {
  readonly type: ValidationType;
  /** A number for gt, lt, gte and lte, a count for lengths, a regular expression for matches. */
  readonly value: string;
  /** What the caller is told when it does not hold. */
  readonly message: string;
}

/** The primary key. Scalars or enums, all required. */
export interface Key {
  readonly partition: string;
  readonly sort: readonly string[];
  /** True when the key was chosen by @primaryKey rather than being the usual `id`. */
  readonly custom: boolean;
}

/** A secondary key a query can walk. Records that lack one of its fields are not in it. */
export interface Index {
  readonly name: string;
  readonly partition: string;
  readonly sort: readonly string[];
  readonly queryField?: string;
  /** What the query calls the partition; the field's name when absent. */
  readonly argument?: string;
  /** A relation needs it; the user wrote none. */
  readonly implied?: true;
}

/** A field that leads to records of another model: hasMany and manyToMany to a page of them, the others to one. */
export interface Relation {
  readonly field: string;
  readonly kind: "hasOne" | "hasMany" | "belongsTo" | "manyToMany";
  /** The type's name; of a @manyToMany field, the join model's. */
  readonly target: string;
  /** Records of a page when the query asks for no number; 100 when absent. */
  readonly limit?: number;
  /** Pairs of [field here, field there] that must be equal, partition first. One null here: no records there. */
  readonly on: readonly (readonly [string, string])[];
  /** Name of the target's index that is walked; its primary key when absent. */
  readonly index?: string;
}

/** What a rule's caller proves who he is with; `iam` covers identityPool. */
export type Provider = "apiKey" | "userPools" | "oidc" | "iam" | "function";
export type ModelOperation = "create" | "update" | "delete" | "get" | "list" | "listen" | "sync" | "search";

/** One @auth rule in normal form: `read` spread out, defaults filled in. */
export type AccessRule = PlainRule | OwnerRule | StaticGroupsRule | DynamicGroupsRule;

/** Everybody with a credential of the provider: anyone, anyone who signed in, whoever the function lets in. */
export interface PlainRule {
  readonly allow: "public" | "private" | "custom";
  readonly provider: Provider;
  readonly operations: readonly ModelOperation[];
}

/** Those whose claim stands in a field of the record. */
export interface OwnerRule {
  readonly allow: "owner";
  readonly provider: "userPools" | "oidc";
  readonly operations: readonly ModelOperation[];
  readonly ownerField: string;
  /** The field holds several owners. */
  readonly list: boolean;
  /** A claim, or two joined by "::". */
  readonly identityClaim: string;
}

export interface StaticGroupsRule {
  readonly allow: "groups";
  readonly provider: "userPools" | "oidc";
  readonly operations: readonly ModelOperation[];
  readonly groups: readonly string[];
  readonly groupClaim: string;
}

/** Those in a group that stands in a field of the record. */
export interface DynamicGroupsRule {
  readonly allow: "groups";
  readonly provider: "userPools" | "oidc";
  readonly operations: readonly ModelOperation[];
  readonly groupsField: string;
  /** True where the rule did not name the field (dialect 1). */
  readonly unnamed?: true;
  readonly list: boolean;
  readonly groupClaim: string;
}

/** One step of a field that is resolved outside the database. */
export type ResolverStep =
  | { readonly kind: "function"; readonly name: string; readonly invocation: "RequestResponse" | "Event" }
  | {
      readonly kind: "http";
      readonly method: "GET" | "POST" | "PUT" | "DELETE" | "PATCH";
      /** As written, with `:name` for parameters. */
      readonly url: string;
      readonly headers: readonly { readonly key: string; readonly value: string }[];
    }
  | { readonly kind: "predictions"; readonly actions: readonly string[] };

/** Names of the root fields; an absent one is not offered. */
export interface OperationNames {
  readonly get?: string;
  readonly list?: string;
  readonly create?: string;
  readonly update?: string;
  readonly delete?: string;
  /** @searchable. */
  readonly search?: string;
  /** Where conflicts are resolved. */
  readonly sync?: string;
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

/** A conflict strategy of one model. */
export interface ModelConflict {
  readonly strategy: ResolutionStrategyType;
  /** Of LAMBDA: its function; the API's when absent. */
  readonly handler?: string;
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
  /** Empty: every call is denied, but in dialect 1, where it lets every caller of the API in. */
  readonly access: readonly AccessRule[];
  /** Records carry _version, _deleted and _lastChangedAt. */
  readonly versioned?: boolean;
  /** How its conflicts are settled; as the API's when absent. */
  readonly conflict?: ModelConflict;
  /** @versioned of dialect 1: the counter, and the member of update and delete inputs that must equal it. */
  readonly counter?: { readonly field: string; readonly input: string };
  /** @mapsTo: the name this model had when its records were first stored. */
  readonly formerName?: string;
  /** Names of the interfaces it implements. */
  readonly interfaces?: readonly string[];
}

/** A type without @model: a document inside a record, or what a custom field returns. */
export interface ObjectType {
  readonly name: string;
  readonly description?: string;
  readonly position: Position;
  readonly directives: readonly AppliedDirective[];
  /** Names of the interfaces it implements. */
  readonly interfaces?: readonly string[];
  readonly fields: readonly Field[];
}

/** Fields several types share; for what custom fields return. */
export interface InterfaceType {
  readonly name: string;
  readonly description?: string;
  readonly position: Position;
  readonly interfaces: readonly string[];
  readonly fields: readonly Field[];
}

/** One of several types; for what custom fields return. */
export interface UnionType {
  readonly name: string;
  readonly description?: string;
  readonly position: Position;
  readonly types: readonly string[];
}

export interface EnumType {
  readonly name: string;
  readonly description?: string;
  readonly position: Position;
  readonly values: readonly string[];
  /** By value. */
  readonly notes?: Readonly<Record<string, EnumValueNote>>;
}

export interface EnumValueNote {
  readonly description?: string;
  /** The reason, or true without one. */
  readonly deprecated?: string | true;
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
  /** Absent: no data source, the field is null. */
  readonly resolver?: readonly ResolverStep[];
  /** @auth on the field; without it the API's default mode is asked for. */
  readonly access?: readonly AccessRule[];
  /** Written @aws_* directives, as they are printed. */
  readonly modes?: readonly AppliedDirective[];
  /** @deprecated: the reason, or true without one. */
  readonly deprecated?: string | true;
}

export interface Model {
  readonly dialect: 1 | 2;
  /** Link fields hold ids whatever the key is: respectPrimaryKeyAttributesOnConnectionField is off. */
  readonly linksById?: true;
  readonly models: readonly ModelType[];
  readonly objects: readonly ObjectType[];
  readonly interfaces?: readonly InterfaceType[];
  readonly unions?: readonly UnionType[];
  readonly enums: readonly EnumType[];
  readonly inputs: readonly InputType[];
  /** @aws_* directives written on Query, Mutation and Subscription themselves, by type. */
  readonly rootModes?: Readonly<Record<string, readonly AppliedDirective[]>>;
  readonly queries: readonly CustomField[];
  readonly mutations: readonly CustomField[];
  readonly subscriptions: readonly CustomField[];
  /** What a caller of the API's default mode proves himself with; API keys when absent. */
  readonly defaultProvider?: Provider;
  readonly otherProviders?: readonly Provider[];
  /** The schema opens models without rules to API keys (globalAuthRule). */
  readonly sandbox?: true;
  /** Answers of mutations show related records whatever their rules are (subscriptionsInheritPrimaryAuth). */
  readonly sharesRelations?: true;
  /** Whom a group or a wider rule lets in is not made owner of what he creates (populateOwnerFieldForStaticGroupAuth off). */
  readonly leavesOwnersEmpty?: true;
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
