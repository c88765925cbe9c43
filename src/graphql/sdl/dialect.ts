/** Which dialect of Amplify's directives a schema is written in. */

import { BREAK, type ConstDirectiveNode, type DocumentNode, type ObjectValueNode, visit } from "graphql";
import type { Model } from "./model.ts";
import type { SchemaSettings } from "./settings.ts";

/** Only the older dialect has these. */
const olderDirectives = new Set(["key", "connection", "versioned"]);
/** Members of @auth's rules the newer dialect dropped. */
const olderMembers = new Set(["identityField", "queries", "mutations"]);

/** What the settings say; else 1 when the text uses what only dialect 1 has, else 2. */
export function dialectOf(document: DocumentNode, settings: SchemaSettings): Model["dialect"] {
  if (settings.dialect !== undefined) return settings.dialect;
  const pipelined = settings.flags["useExperimentalPipelinedTransformer"];
  if (pipelined !== undefined) return pipelined ? 2 : 1;
  let older = false;
  visit(document, {
    Directive(node) {
      if (olderDirectives.has(node.name.value) || hasOlderRule(node as ConstDirectiveNode)) {
        older = true;
        return BREAK;
      }
      return false;
    },
  });
  return older ? 1 : 2;
}

function hasOlderRule(use: ConstDirectiveNode): boolean {
  if (use.name.value !== "auth") return false;
  let older = false;
  visit(use, {
    ObjectValue(node: ObjectValueNode) {
      if (!node.fields.some((field) => olderMembers.has(field.name.value))) return false;
      older = true;
      return BREAK;
    },
  });
  return older;
}
