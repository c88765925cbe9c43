/** Finds who holds an access key: an operator's, or a user or guest with temporary credentials of an identity pool. */

import type { Auth } from "#auth/auth";
import type { Control } from "#control/control";
import type { KnownKey } from "#kernel/wire/sigv4";
import type { AccessKeyCaller, IdentityCaller } from "#ports/caller";

export type KeyFinder = (
  accessKeyId: string,
  sessionToken: string | undefined,
) => Promise<KnownKey<AccessKeyCaller | IdentityCaller> | undefined>;

export function keyFinder(control: Control, auth: Auth): KeyFinder {
  return async (accessKeyId, sessionToken) =>
    sessionToken === undefined
      ? control.accessKeys.lookup(accessKeyId)
      : auth.resolveIdentity(accessKeyId, sessionToken);
}
