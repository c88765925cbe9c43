/** The directives in the order they speak to the Model. */

import { authDirective } from "./auth.ts";
import { defaultDirective } from "./default.ts";
import type { Directive } from "./directive.ts";
import { modelDirective } from "./model.ts";
import { awsApiKeyDirective, deprecatedDirective } from "./notSupportedYet.ts";
import { primaryKeyDirective } from "./primaryKey.ts";

export const directives: readonly Directive[] = [
  modelDirective,
  primaryKeyDirective,
  defaultDirective,
  authDirective,
  awsApiKeyDirective,
  deprecatedDirective,
];
