/** What is compared of a random schema, and how a mismatch is recognised again while the schema is made smaller. */

import { messageOf } from "../official/load.ts";
import { officialModels } from "../official/models.ts";
import { transform } from "../official/transform.ts";
import { judge, judgeRefusal } from "../verdict.ts";
import type { RandomSchema } from "./dialect2.ts";

export interface Mismatch {
  /** Alike for the same cause: the first difference without the names of this schema. */
  readonly signature: string;
  readonly differences: readonly string[];
}

/** Undefined when ours and theirs agree, a refusal by both included. */
export async function mismatchOf(schema: RandomSchema): Promise<Mismatch | undefined> {
  const each = { name: "random", folder: "", ...schema };
  let official: string;
  try {
    official = transform(schema.sdl, schema.settings);
  } catch (error) {
    // A crash of theirs is no opinion.
    if (error instanceof TypeError) return undefined;
    const [difference] = judgeRefusal(each);
    const [reason = ""] = messageOf(error).split("\n");
    return difference === undefined ? undefined : mismatch([`${difference}: ${reason}`]);
  }
  const models = await officialModels(schema.sdl, schema.settings).catch(() => undefined);
  const verdict = judge(each, { schema: official, ...models });
  if (verdict.schema.length > 0) return mismatch(verdict.schema);
  return verdict.models.length > 0 ? mismatch(verdict.models) : undefined;
}

function mismatch(differences: readonly string[]): Mismatch {
  return { signature: signatureOf(differences[0] ?? ""), differences };
}

/** Generated names keep their fixed parts: what stands around the words of this schema. */
function signatureOf(difference: string): string {
  // Of a refusal the first problem counts, not how many there are.
  return difference
    .replace(/^refused .*\n\d+:\d+ (.*)[^]*$/, "refused $1")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/\d+:\d+/g, "#")
    .replaceAll(/"[^"]*"/g, '"..."')
    .replaceAll(
      /\b(?!(?:Model|ID|String|Int|Float|Boolean|AWS|Query|Mutation|Subscription)\b)[A-Za-z_]*[0-9_][A-Za-z0-9_]*/g,
      "~",
    )
    .slice(0, 90);
}
