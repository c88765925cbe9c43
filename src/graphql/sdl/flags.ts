/** Feature flags of the official transformers that change the generated schema, with their standard values. */

import type { SchemaSettings } from "./settings.ts";

const standard = {
  /** Two: missing members of @model's maps keep their defaults. */
  shouldDeepMergeDirectiveConfigDefaults: true,
  /** Two: an index without a queryField gets a query of a standard name. */
  enableAutoIndexQueryNames: true,
  /** Two: link fields are named and typed after the key they hold, not always `...Id: ID`. */
  respectPrimaryKeyAttributesOnConnectionField: true,
  /** Two: an owner is known by his id and name together, `sub::username`. */
  useSubUsernameForDefaultIdentityClaim: true,
  /** Two: answers of mutations show related records whatever their rules are. */
  subscriptionsInheritPrimaryAuth: false,
  /** One: models with owner rules get the owner fields they do not declare. */
  addMissingOwnerFields: true,
  /** Two: models without a rule are open to API keys. */
  sandboxModeEnabled: false,
  /** Two: the owner is filled in although a static group let the caller in. */
  populateOwnerFieldForStaticGroupAuth: true,
  /** Two: an index over the primary partition key is one of its own rather than a local one. */
  secondaryKeyAsGSI: true,
  /** One: input types the user wrote for mutations are kept as they are. */
  skipOverrideMutationInputTypes: false,
  /** One: names the API needs are refused. */
  validateTypeNameReservedWords: true,
  /** One: plurals as English has them rather than with an "s". */
  improvePluralization: false,
} as const;

/** Every flag by its official name; the first chooses the dialect. */
export const flagNames: readonly string[] = ["useExperimentalPipelinedTransformer", ...Object.keys(standard)];

export function flag(settings: SchemaSettings, name: keyof typeof standard): boolean {
  return settings.flags[name] ?? standard[name];
}
