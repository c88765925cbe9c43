/** Feature flags of the official transformers that change the generated schema, with their standard values. */

import type { SchemaSettings } from "./settings.ts";

const standard = {
  /** Two: missing members of @model's maps keep their defaults. */
  shouldDeepMergeDirectiveConfigDefaults: true,
  /** Two: an index without a queryField gets a query of a standard name. */
  enableAutoIndexQueryNames: true,
  /** Two: link fields are named and typed after the key they hold, not always `...Id: ID`. */
  respectPrimaryKeyAttributesOnConnectionField: true,
  /** Two: models without a rule are open to API keys. */
  sandboxModeEnabled: false,
  /** One: plurals as English has them rather than with an "s". */
  improvePluralization: false,
} as const;

export function flag(settings: SchemaSettings, name: keyof typeof standard): boolean {
  return settings.flags[name] ?? standard[name];
}
