/** Reads schema.js as old Amplify CLIs do: all before the first brace and the semicolons at the end are not JSON. */

export interface SchemaObject {
  readonly models: Readonly<Record<string, { readonly fields: Readonly<Record<string, unknown>> }>>;
  readonly enums: Readonly<Record<string, unknown>>;
  readonly nonModels: Readonly<Record<string, unknown>>;
  readonly codegenVersion: string;
  readonly version: string;
}

export function readSchemaJs(text: string): SchemaObject {
  return JSON.parse(text.slice(text.indexOf("{")).replace(/;\s*$/, "")) as SchemaObject;
}
