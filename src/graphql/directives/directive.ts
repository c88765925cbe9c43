/** What a directive of the SDL implements. Leaf types. */

import type { Draft, FieldDraft, Notes, TypeDraft } from "#graphql/sdl/draft";
import type { Position } from "#graphql/sdl/model";
import type { SchemaSettings } from "#graphql/sdl/settings";

/** One use of a directive, its arguments checked against the definition and defaults filled in. */
export interface Use {
  readonly position: Position;
  readonly arguments: Readonly<Record<string, unknown>>;
}

export interface Context extends Notes {
  readonly draft: Draft;
  readonly settings: SchemaSettings;
}

export interface Directive {
  readonly name: string;
  /** Its definition in SDL, together with the input types only it needs. A repeatable one speaks use by use. */
  readonly definition: string;
  /** Runs first, before any use is read: adds types that nobody wrote. */
  expand?(context: Context): void;
  /** A use on a type; absent when the directive goes on fields only. */
  onType?(use: Use, type: TypeDraft, context: Context): void;
  /** A use on a field of a type, or of Query, Mutation and Subscription. */
  onField?(use: Use, field: FieldDraft, type: TypeDraft, context: Context): void;
  /** Runs once for each type after all uses were seen. */
  finish?(type: TypeDraft, context: Context): void;
}
