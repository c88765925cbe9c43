/** The shapes Amplify's client libraries read models in. Leaf types. */

/** A scalar by name, or what kind of named type it is. */
export type TypeMeta =
  | string
  | { readonly model: string }
  | { readonly nonModel: string }
  | { readonly enum: string }
  | { readonly input: string };

/** A value's type. A list of lists is told as one list: the format knows one level only. */
export interface ValueMeta {
  readonly name: string;
  readonly isArray: boolean;
  readonly type: TypeMeta;
  /** Of a list: whether its elements are. */
  readonly isRequired: boolean;
  /** Lists only. */
  readonly isArrayNullable?: boolean;
}

/** One name stands without a list where links are ids. */
export type Association =
  | { readonly connectionType: "HAS_MANY"; readonly associatedWith: readonly string[] | string }
  | {
      readonly connectionType: "HAS_ONE";
      readonly associatedWith: readonly string[] | string;
      readonly targetNames?: readonly string[];
      readonly targetName?: string;
    }
  | {
      readonly connectionType: "BELONGS_TO";
      readonly targetNames?: readonly string[];
      readonly targetName?: string;
    };

export interface FieldMeta extends ValueMeta {
  /** Always empty; the libraries want it to be there. */
  readonly attributes: readonly [];
  /** True for timestamps the API fills in. */
  readonly isReadOnly?: true;
  readonly association?: Association;
}

export interface Attribute {
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface NonModelMeta {
  readonly name: string;
  readonly fields: Readonly<Record<string, FieldMeta>>;
}

export interface ModelMeta extends NonModelMeta {
  readonly syncable: true;
  readonly pluralName: string;
  readonly attributes: readonly Attribute[];
  /** In the introspection schema only. */
  readonly primaryKeyInfo?: PrimaryKeyInfo;
}

export interface PrimaryKeyInfo {
  readonly isCustomPrimaryKey: boolean;
  readonly primaryKeyFieldName: string;
  readonly sortKeyFieldNames: readonly string[];
}

export interface EnumMeta {
  readonly name: string;
  readonly values: readonly string[];
}

/** What schema.js and the introspection schema have in common. */
export interface TypesMeta {
  readonly models: Readonly<Record<string, ModelMeta>>;
  readonly enums: Readonly<Record<string, EnumMeta>>;
  readonly nonModels: Readonly<Record<string, NonModelMeta>>;
}

/** A field the user wrote on Query, Mutation or Subscription. */
export interface OperationMeta extends ValueMeta {
  readonly arguments?: Readonly<Record<string, ValueMeta>>;
}

export interface InputMeta {
  readonly name: string;
  readonly attributes: Readonly<Record<string, ValueMeta>>;
}
