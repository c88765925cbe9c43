/** What a form of client configuration is. Leaf types. */

import type { Resources } from "./resources.ts";

export interface FormatInput {
  readonly resources: Resources;
  /** Where clients reach the server, no slash at the end: `http://127.0.0.1:4600`. */
  readonly serverUrl: string;
  /** JSON text of GetBackendAPIModels, when models were generated. */
  readonly modelIntrospection: string | undefined;
}

export interface Format {
  /** As `--format` names it. */
  readonly name: string;
  /** Which file of a project the text belongs into. */
  readonly file: string;
  print(input: FormatInput): string;
}
