/** `npm test`: installs and builds what is missing, checks format, lint and types, runs every test, and ends with one line of counts. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBuild } from "./ensureBuild.mjs";
import { ensureDependencies } from "./ensureDependencies.mjs";
import { ensureNode } from "./ensureNode.mjs";
import { readCounts, summaryLine } from "./testCounts.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const say = (line) => console.log(line);
const counts = { passed: 0, failed: 0, skipped: 0 };

try {
  await ensureDependencies(root, say);
  const node = ensureNode(root);
  useNode(node);
  await check("build", () => ensureBuild(root, node, say));
  await check("format", () => tool(node, "@biomejs/biome/bin/biome", ["format", "--colors=off"]));
  await check("lint", () => tool(node, "oxlint/bin/oxlint", ["--type-aware", "--quiet", "."]));
  await check("types", () => tool(node, "typescript/bin/tsc", ["-p", "."]));
  suites(node, process.argv.slice(2));
} catch (error) {
  counts.failed += 1;
  say(`\n${error.message}`);
}
if (counts.skipped > 0) say(`${counts.skipped} skipped; each says why above or in its file`);
say(`\n${summaryLine(counts)}`);
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;

/** Tests start programs by the name `node`; they must find the same one. */
function useNode(node) {
  process.env.PATH = [dirname(node), join(root, "node_modules", ".bin"), process.env.PATH].join(delimiter);
}

async function check(name, work) {
  const started = Date.now();
  try {
    await work();
    counts.passed += 1;
    say(`ok      ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  } catch (error) {
    counts.failed += 1;
    say(`FAILED  ${name}\n${error.message}`);
  }
}

function tool(node, script, args) {
  const result = spawnSync(node, [join(root, "node_modules", script), ...args], { cwd: root, encoding: "utf8" });
  if (result.error) throw result.error;
  if (result.status !== 0) throw new Error(`${result.stdout}${result.stderr}`.trim());
}

/** Arguments after `--` narrow the run: `npm test -- tests/house`. */
function suites(node, filters) {
  const folder = mkdtempSync(join(tmpdir(), "ohmstead-test-"));
  const report = join(folder, "report.json");
  try {
    const result = spawnSync(
      node,
      [
        join(root, "node_modules/vitest/vitest.mjs"),
        "run",
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${report}`,
        ...filters,
      ],
      { cwd: root, stdio: "inherit" },
    );
    const suite = readCounts(report, result.status);
    for (const key of Object.keys(counts)) counts[key] += suite[key];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
