/** Types of an SDL while directives work on them. Leaf types. */

import type { ConstDirectiveNode } from "graphql";
import type {
  AccessRule,
  AppliedDirective,
  CustomField,
  EnumType,
  Field,
  Index,
  InputType,
  Key,
  OperationNames,
  Position,
  SubscriptionNames,
  Timestamps,
  TypeRef,
} from "./model.ts";

export interface FieldDraft {
  readonly name: string;
  readonly type: TypeRef;
  readonly description: string | undefined;
  readonly position: Position;
  readonly uses: readonly ConstDirectiveNode[];
  readonly directives: AppliedDirective[];
  defaultValue?: string;
}

/** What @model chose for a type; its presence makes the type a model. */
export interface ModelDraft {
  readonly plural: string;
  readonly operations: OperationNames;
  readonly subscriptions: SubscriptionNames;
  readonly timestamps: Timestamps;
  readonly indexes: Index[];
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
  readonly fields: ReadonlyMap<string, FieldDraft>;
  model?: ModelDraft;
}

/** All an SDL says, checked for shape but not yet for meaning. */
export interface Draft {
  readonly types: ReadonlyMap<string, TypeDraft>;
  readonly enums: ReadonlyMap<string, EnumType>;
  readonly inputs: ReadonlyMap<string, InputType>;
  readonly queries: readonly CustomField[];
  readonly mutations: readonly CustomField[];
  readonly subscriptions: readonly CustomField[];
  /** `input AMPLIFY { globalAuthRule: AuthRule = { allow: public } }` was given. */
  readonly globalPublic: boolean;
}

/** Collects what is wrong and what is only noteworthy. */
export interface Notes {
  problem(position: Position, message: string): void;
  warn(position: Position, message: string): void;
}
