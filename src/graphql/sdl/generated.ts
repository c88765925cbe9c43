/** Types nobody wrote: read from SDL text, every part of them placed where the user asked for them. */

import { type ConstDirectiveNode, parse, visit } from "graphql";
import type { Notes, TypeDraft } from "./draft.ts";
import { readObject } from "./read.ts";

/** The type of the text, standing where `origin` stands, with more directives on it. */
export function generatedType(
  text: string,
  origin: ConstDirectiveNode,
  more: readonly ConstDirectiveNode[],
  notes: Notes,
): TypeDraft | undefined {
  const document = visit(parse(text, { noLocation: true }), {
    enter: (node) => (origin.loc === undefined ? undefined : { ...node, loc: origin.loc }),
  });
  const [node] = document.definitions;
  if (node?.kind !== "ObjectTypeDefinition") return undefined;
  const type = readObject({ ...node, directives: [...(node.directives ?? []), ...more] }, notes);
  return { ...type, isJoin: true };
}
