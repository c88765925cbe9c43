/** Runs the compiler over the type-level tests, so that they count in every test run. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { root } from "../house/tree.ts";

const checked = [
  "tests/types/sdk.test-d.ts",
  "tests/types/amplify.test-d.ts",
  // Every example of the reference page.
  "tests/types/examples.test-d.ts",
];
// Inside the checkout, so that packages are found.
const folder = mkdtempSync(join(root, "node_modules/.types-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test("our types, those of the AWS SDK and the examples agree", () => {
  expect(compile(checked.map((path) => join(root, path)))).toBe("");
});

test("a request that lacks a member does not compile", () => {
  const wrong = join(folder, "wrong.ts");
  const types = join(root, "src/types.ts");
  writeFileSync(
    wrong,
    `import type { CloneBackendRequestTypeDef } from ${JSON.stringify(types)};\n` +
      'export const request: CloneBackendRequestTypeDef = { AppId: "d1", BackendEnvironmentName: "dev" };\n',
  );
  expect(compile([wrong])).toMatch(/TargetEnvironmentName/);
});

/** What the compiler says of files under the project's own settings; nothing when all is well. */
function compile(files: readonly string[]): string {
  const config = join(folder, "tsconfig.json");
  const settings = { extends: join(root, "tsconfig.json"), include: [], files, compilerOptions: { types: [] } };
  writeFileSync(config, JSON.stringify(settings));
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const { stdout, stderr, status } = spawnSync(process.execPath, [compiler, "-p", config], { encoding: "utf8" });
  return status === 0 ? "" : stdout + stderr;
}
