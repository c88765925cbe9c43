/** Types of an SDL while directives work on them. Leaf types. */

import type { ConstDirectiveNode } from "graphql";
import type {
  AccessRule,
  AppliedDirective,
  CustomArgument,
  EnumType,
  Field,
  Index,
  InputType,
  Key,
  Model,
  ModelType,
  OperationNames,
  Position,
  Relation,
  ResolverStep,
  SubscriptionNames,
  Timestamps,
  TypeRef,
  UnionType,
  Validation,
} from "./model.ts";

/** A field of a type, or of Query, Mutation and Subscription. */
export interface FieldDraft {
  readonly name: string;
  type: TypeRef;
  readonly description: string | undefined;
  readonly position: Position;
  readonly uses: readonly ConstDirectiveNode[];
  readonly directives: AppliedDirective[];
  arguments: readonly CustomArgument[];
  defaultValue?: string;
  promoted?: true;
  relation?: RelationDraft;
  validations?: readonly Validation[];
  /** In the order of the steps. */
  resolver?: ResolverStep[];
  access?: readonly AccessRule[];
  /** @aws_subscribe, of a Subscription field. */
  subscribesTo?: readonly string[];
}

/** A relation as it is written; what it means depends on the other side. */
export interface RelationDraft {
  readonly kind: Relation["kind"];
  readonly position: Position;
  /** Undefined where the argument is not written. */
  readonly fields: readonly string[] | undefined;
  readonly references: readonly string[] | undefined;
  readonly indexName: string | undefined;
  readonly limit: number | undefined;
  /** What only dialect 1's @connection says. */
  readonly older?: {
    readonly name: string | undefined;
    readonly keyField: string | undefined;
    readonly sortField: string | undefined;
  };
}

/** What @model chose for a type; its presence makes the type a model. */
export interface ModelDraft {
  readonly plural: string;
  readonly operations: OperationNames;
  readonly subscriptions: SubscriptionNames;
  readonly timestamps: Timestamps;
  readonly indexes: Index[];
  readonly relations: Relation[];
  /** Conflicts of its records are resolved. */
  readonly versioned: boolean;
  counter?: NonNullable<ModelType["counter"]>;
  formerName?: string;
  /** Fields directives add after the declared ones. */
  readonly added: Field[];
  key?: Key;
  /** Undefined until a rule is given. */
  access?: readonly AccessRule[];
}

export interface TypeDraft {
  readonly name: string;
  readonly description: string | undefined;
  readonly position: Position;
  readonly uses: readonly ConstDirectiveNode[];
  readonly directives: AppliedDirective[];
  /** Names of the interfaces it implements. */
  readonly interfaces: readonly string[];
  readonly fields: ReadonlyMap<string, FieldDraft>;
  model?: ModelDraft;
  /** The records of this model link those of two others (@manyToMany); nobody wrote it. */
  readonly isJoin?: boolean;
}

export interface InterfaceDraft {
  readonly name: string;
  readonly description: string | undefined;
  readonly position: Position;
  readonly interfaces: readonly string[];
  readonly fields: ReadonlyMap<string, FieldDraft>;
}

/** All an SDL says, checked for shape but not yet for meaning. */
export interface Draft {
  readonly dialect: Model["dialect"];
  readonly types: Map<string, TypeDraft>;
  readonly interfaces: ReadonlyMap<string, InterfaceDraft>;
  readonly unions: ReadonlyMap<string, UnionType>;
  readonly enums: ReadonlyMap<string, EnumType>;
  readonly inputs: ReadonlyMap<string, InputType>;
  /** Query, Mutation and Subscription as the user wrote them; never models. */
  readonly roots: readonly TypeDraft[];
  /** `input AMPLIFY { globalAuthRule: AuthRule = { allow: public } }` was given. */
  readonly globalPublic: boolean;
}

/** Collects what is wrong and what is only noteworthy. */
export interface Notes {
  problem(position: Position, message: string): void;
  warn(position: Position, message: string): void;
}
