/** The ARN of a user pool. */

import { formatArn } from "#kernel/arn";
import type { AuthSettings } from "./settings.ts";

export function poolArn(settings: Pick<AuthSettings, "region" | "accountId">, poolId: string): string {
  return formatArn({
    service: "cognito-idp",
    region: settings.region,
    account: settings.accountId,
    resource: `userpool/${poolId}`,
  });
}
