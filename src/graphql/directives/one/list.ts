/** The directives of dialect 1 in the order they speak to the Model. */

import { olderAuthDirective } from "#graphql/directives/auth";
import { awsModeDirectives } from "#graphql/directives/awsModes";
import { awsSubscribeDirective } from "#graphql/directives/awsSubscribe";
import { deprecatedDirective } from "#graphql/directives/deprecated";
import type { Directive } from "#graphql/directives/directive";
import { functionDirective } from "#graphql/directives/function";
import { httpDirective } from "#graphql/directives/http";
import { modelDirective } from "#graphql/directives/model";
import { predictionsDirective } from "#graphql/directives/predictions";
import { searchableDirective } from "#graphql/directives/searchable";
import { connectionDirective } from "./connection.ts";
import { keyDirective } from "./key.ts";
import { versionedDirective } from "./versioned.ts";

export const olderDirectives: readonly Directive[] = [
  modelDirective,
  keyDirective,
  versionedDirective,
  connectionDirective,
  searchableDirective,
  functionDirective,
  httpDirective,
  predictionsDirective,
  olderAuthDirective,
  awsSubscribeDirective,
  ...awsModeDirectives,
  deprecatedDirective,
];
