/** The directives of dialect 2 in the order they speak to the Model. */

import { authDirective } from "./auth.ts";
import { awsModeDirectives } from "./awsModes.ts";
import { awsSubscribeDirective } from "./awsSubscribe.ts";
import { belongsToDirective } from "./belongsTo.ts";
import { defaultDirective } from "./default.ts";
import { deprecatedDirective } from "./deprecated.ts";
import type { Directive } from "./directive.ts";
import { functionDirective } from "./function.ts";
import { hasManyDirective } from "./hasMany.ts";
import { hasOneDirective } from "./hasOne.ts";
import { httpDirective } from "./http.ts";
import { manyToManyDirective } from "./manyToMany.ts";
import { mapsToDirective } from "./mapsTo.ts";
import { modelDirective } from "./model.ts";
import { predictionsDirective } from "./predictions.ts";
import { primaryKeyDirective } from "./primaryKey.ts";
import { searchableDirective } from "./searchable.ts";
import { indexDirective } from "./secondaryIndex.ts";
import { validateDirective } from "./validate.ts";

export const directives: readonly Directive[] = [
  modelDirective,
  primaryKeyDirective,
  indexDirective,
  hasManyDirective,
  hasOneDirective,
  belongsToDirective,
  manyToManyDirective,
  mapsToDirective,
  searchableDirective,
  defaultDirective,
  validateDirective,
  functionDirective,
  httpDirective,
  predictionsDirective,
  authDirective,
  awsSubscribeDirective,
  ...awsModeDirectives,
  deprecatedDirective,
];
