/** What provisioning works with. */

import type { AuthParts } from "#auth/parts";
import type { SigningKeys } from "#auth/signingKeys";

export interface ProvisionParts extends Pick<AuthParts, "stores" | "clock" | "random" | "settings"> {
  readonly signingKeys: SigningKeys;
}
