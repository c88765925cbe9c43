/** The directives of dialect 2 in the order they speak to the Model. */

import { authDirective } from "./auth.ts";
import { awsModeDirectives } from "./awsModes.ts";
import { awsSubscribeDirective } from "./awsSubscribe.ts";
import { belongsToDirective } from "./belongsTo.ts";
import { defaultDirective } from "./default.ts";
import type { Directive } from "./directive.ts";
import { hasManyDirective } from "./hasMany.ts";
import { hasOneDirective } from "./hasOne.ts";
import { manyToManyDirective } from "./manyToMany.ts";
import { modelDirective } from "./model.ts";
import { deprecatedDirective } from "./notSupportedYet.ts";
import { primaryKeyDirective } from "./primaryKey.ts";
import { indexDirective } from "./secondaryIndex.ts";

export const directives: readonly Directive[] = [
  modelDirective,
  primaryKeyDirective,
  indexDirective,
  hasManyDirective,
  hasOneDirective,
  belongsToDirective,
  manyToManyDirective,
  defaultDirective,
  authDirective,
  awsSubscribeDirective,
  ...awsModeDirectives,
  deprecatedDirective,
];
