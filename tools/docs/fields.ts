/** The list of the fields the seed's requests have: what each must change, and who sees it. */

import { apiFields } from "./fields/api.ts";
import { authFields, authNote } from "./fields/auth.ts";
import { backendFields } from "./fields/backends.ts";
import { operatingFields } from "./fields/operating.ts";
import type { FieldRow } from "./fields/row.ts";
import { storageFields } from "./fields/storage.ts";

export interface FieldGroup {
  readonly title: string;
  /** What stands above the table. */
  readonly note?: string;
  readonly rows: readonly FieldRow[];
}

export const fieldGroups: readonly FieldGroup[] = [
  { title: "Backends", rows: backendFields },
  { title: "Jobs, tokens and the backend config", rows: operatingFields },
  { title: "API", rows: apiFields },
  { title: "Auth", note: authNote, rows: authFields },
  { title: "Storage", rows: storageFields },
];
