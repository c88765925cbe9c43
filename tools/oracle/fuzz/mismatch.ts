/** What is compared of a random schema, and how a mismatch is recognised again while the schema is made smaller. */

import { messageOf } from "../official/load.ts";
import { officialModels } from "../official/models.ts";
import { transform } from "../official/transform.ts";
import type { Subject } from "../pending.ts";
import { judge, judgeRefusal } from "../verdict.ts";
import type { RandomSchema } from "./dialect2.ts";
import { unsoundness } from "./sound.ts";
import { enumNames, fieldNames, objectNames, relationNames, typeNames } from "./words.ts";

export interface Mismatch {
  readonly subject: Subject;
  /** Alike for the same cause: the first difference without the names of this schema. */
  readonly signature: string;
  readonly differences: readonly string[];
}

/** What differs of the printed schema and of the models, each once; empty when both agree, a refusal by both included. */
export async function mismatchesOf(schema: RandomSchema): Promise<readonly Mismatch[]> {
  const each = { name: "random", folder: "", ...schema };
  let official: string;
  try {
    official = transform(schema.sdl, schema.settings);
  } catch (error) {
    // A crash of theirs is no opinion.
    if (error instanceof TypeError || /^Error: (Expected scalar|Resolver of type)/.test(messageOf(error))) return [];
    const [reason = ""] = messageOf(error).split("\n");
    return mismatch(
      "refusals",
      judgeRefusal(each).map((difference) => `${difference}: ${reason}`),
    );
  }
  if (unsoundness(official) !== undefined) return [];
  const models = await officialModels(schema.sdl, schema.settings).catch(() => undefined);
  const verdict = judge(each, { schema: official, ...models });
  const refused = verdict.schema.some((difference) => difference.startsWith("refused"));
  return [...mismatch("schema", verdict.schema), ...(refused ? [] : mismatch("models", verdict.models))];
}

function mismatch(subject: Subject, differences: readonly string[]): readonly Mismatch[] {
  const [first] = differences;
  return first === undefined ? [] : [{ subject, signature: signatureOf(first), differences }];
}

const words = [...typeNames, ...objectNames, ...enumNames, ...fieldNames, ...relationNames];
const longestFirst = words.toSorted((a, b) => b.length - a.length).filter((word) => word.length > 3);
const ownWords = new RegExp(
  `(?:${longestFirst.join("|")})s?[0-9]*|Part\\d|[iI]ndex\\d|[sS]ort\\d[ab]|[kK]ey_?\\d?[abcd]`,
  "gi",
);

/** Generated names keep their fixed parts: what stands around the words of this schema. */
function signatureOf(difference: string): string {
  // Of a refusal the first problem counts, not how many there are.
  return difference
    .replace(/^refused .*\n\d+:\d+ (.*)[^]*$/, "refused $1")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/"[^"]*"/g, '"..."')
    .replaceAll(ownWords, "~")
    .replaceAll(/\d+/g, "#")
    .replaceAll(/[~_]+/g, "~")
    .slice(0, 100);
}
