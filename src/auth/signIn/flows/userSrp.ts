/** USER_SRP_AUTH: the client sends A and will prove the password without sending it. */

import type { Begin } from "#auth/signIn/attempt";
import { withProgress } from "#auth/signIn/attempt";
import { required } from "#auth/signIn/required";
import { beginWithUser } from "./begin.ts";

export const userSrp: Begin = async (room, request) => {
  const clientPublic = required(request.parameters, "SRP_A");
  return withProgress(await beginWithUser(room, request, "USER_SRP_AUTH"), { clientPublic });
};
