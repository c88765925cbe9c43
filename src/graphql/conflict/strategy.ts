/** How concurrent changes of one record are settled. Leaf types; each strategy has a file. */

import type { ResolutionStrategyType } from "#generated/types/amplifyBackend";

export interface ConflictStrategy {
  readonly name: ResolutionStrategyType;
  /** True when records carry _version, _deleted and _lastChangedAt. */
  readonly versioned: boolean;
}
