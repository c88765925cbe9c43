/** Writes the pages that are made from the code: `npm run docs`. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./checkout.ts";
import { pages } from "./pages.ts";

for (const { path, make } of pages) {
  writeFileSync(join(root, path), make());
  console.log(`wrote ${path}`);
}
