/** A user's attributes as functions find them in their events. */

import type { User } from "./user.ts";

export function eventAttributes(user: User): Readonly<Record<string, string>> {
  return { sub: user.sub, ...user.attributes, "cognito:user_status": user.status };
}
