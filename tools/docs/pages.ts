/** The list of generated pages: where each is kept and what makes it. */

import { coverage } from "./coverage.ts";
import { coverageConfig } from "./coverageConfig.ts";
import { errors } from "./errors.ts";
import { settingsPage } from "./settingsPage.ts";

export interface Page {
  /** From the root of the project. */
  readonly path: string;
  /** @throws Error when code and page cannot agree, with what to change */
  readonly make: () => string;
}

export const pages: readonly Page[] = [
  { path: "docs/coverage.md", make: coverage },
  { path: "docs/coverage-config.md", make: coverageConfig },
  { path: "docs/errors.md", make: errors },
  { path: "docs/reference/settings.md", make: settingsPage },
];
