/** USER_SRP_AUTH: the client sends A and will prove the password without sending it. */

import type { Begin } from "../attempt.ts";
import { withProgress } from "../attempt.ts";
import { required } from "../required.ts";
import { beginWithUser } from "./begin.ts";

export const userSrp: Begin = async (room, request) => {
  const clientPublic = required(request.parameters, "SRP_A");
  return withProgress(await beginWithUser(room, request, "USER_SRP_AUTH"), { clientPublic });
};
