/** What the routes of the operator API need. Leaf types. */

import type { ApiKeyStore } from "#graphql/store/apiKeys";
import type { ApiStore } from "#graphql/store/apis";
import type { Runtimes } from "#graphql/serve/runtime";
import type { Clock } from "#ports/clock";
import type { Random } from "#ports/random";

export interface OperatorParts {
  readonly apis: ApiStore;
  readonly apiKeys: ApiKeyStore;
  readonly runtimes: Pick<Runtimes, "get" | "reload">;
  readonly clock: Clock;
  readonly random: Random;
}
