/** What a schema is read with beside its text: the API's modes, conflict resolution and feature flags. Leaf types. */

import type { ModelConflict, Provider } from "./model.ts";

export interface SchemaSettings {
  /** Chosen by the text itself when absent: 1 when it uses what only dialect 1 has, else 2. */
  readonly dialect?: 1 | 2;
  /** What a caller of the default mode proves himself with. */
  readonly defaultProvider: Provider;
  readonly otherProviders: readonly Provider[];
  /** True where records are versioned. */
  readonly versioned: boolean;
  /** Models with a conflict strategy of their own. */
  readonly conflicts: ReadonlyMap<string, ModelConflict & { readonly versioned: boolean }>;
  /** A provider for @predictions is configured. */
  readonly predictions?: boolean;
  /** transform.conf and cli.json flags that change the generated schema, by their official names. */
  readonly flags: Readonly<Record<string, boolean>>;
}

/** An API with keys only, without conflict resolution: what a bare SDL is served with. */
export const plainSettings: SchemaSettings = {
  defaultProvider: "apiKey",
  otherProviders: [],
  versioned: false,
  conflicts: new Map(),
  flags: {},
};
