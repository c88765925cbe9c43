/** What every part of the printer works with. Leaf types. */

import type { Names } from "#graphql/sdl/meaning";
import type { Field, Model, Relation } from "#graphql/sdl/model";
import type { Definitions } from "./definitions.ts";

export interface Printing {
  readonly model: Model;
  readonly names: Names;
  readonly definitions: Definitions;
  /** By model: link fields its relations put on other models. */
  readonly foreignLinks: ReadonlyMap<string, readonly Field[]>;
  /** By model: relations that lead to pages of it, @hasMany before @manyToMany. */
  readonly relationsTo: ReadonlyMap<string, readonly Relation[]>;
}
