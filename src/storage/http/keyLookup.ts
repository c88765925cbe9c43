/** How the handler finds who holds an access key. Leaf type. */

import type { KnownKey } from "#kernel/wire/sigv4";
import type { Caller } from "#ports/caller";

/** Secret and owner of an access key; temporary ones come with their token. */
export type KeyLookup = (
  accessKeyId: string,
  sessionToken: string | undefined,
) => Promise<KnownKey<Caller> | undefined>;
