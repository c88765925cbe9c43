/** A user of a pool without the groups he lost since his token was made: what somebody who stays connected is judged by. */

import type { UserPoolsCaller } from "#graphql/access/caller";
import type { Standing } from "#ports/standing";

const claim = "cognito:groups";

export async function withHeldGroups(
  caller: UserPoolsCaller,
  poolId: string,
  standing: Standing,
): Promise<UserPoolsCaller> {
  const { sub, groups, claims } = caller;
  const madeAt = claims["iat"];
  const lost = await standing.lostGroups({ poolId, sub, groups }, typeof madeAt === "number" ? madeAt * 1000 : 0);
  if (lost.length === 0) return caller;
  const held = groups.filter((name) => !lost.includes(name));
  return { ...caller, groups: held, claims: { ...claims, [claim]: held } };
}
